/// Names of classes, as annotation files give them.
enum ClassName {
    static let rule = "a name of 1 to 200 characters in one line"

    static func isValid(_ name: String) -> Bool {
        (1...200).contains(name.count)
            && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
