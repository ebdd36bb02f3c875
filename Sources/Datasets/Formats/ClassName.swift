/// Names of classes, as annotation files and `dataset.json` give them; a title is held to the same.
enum ClassName {
    static let rule = "a name of 1 to 200 characters in one line"

    /// Characters are those of Unicode: what Swift takes for one may have any number of accents.
    static func isValid(_ name: String) -> Bool {
        (1...200).contains(name.unicodeScalars.count)
            && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// In quotes, as errors name it: in one line, and cut where it is long.
    static func shown(_ name: String) -> String {
        let scalars = name.unicodeScalars
        let start = scalars.prefix(40).map { $0.properties.generalCategory == .control ? " " : $0 }
        return "'\(String(String.UnicodeScalarView(start)))\(scalars.count > 40 ? "…" : "")'"
    }
}
