/// Paths of files below a data set's folder: names with `/` between them.
enum DatasetPath {
    static let rule =
        "a path has up to 8 names of 1 to 255 bytes with '/' between them, without control characters, none "
        + "of them starting with '.'"

    static let largestDepth = 8
    static let largestName = 255

    /// Blanks and letters of all scripts are fine; what could leave the folder, or hide, is not.
    static func isValid(_ path: String) -> Bool {
        let names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard names.count <= largestDepth else { return false }
        return names.allSatisfy { name in
            (1...largestName).contains(name.count) && name.first != UInt8(ascii: ".")
                && name.allSatisfy { $0 >= 32 && $0 != 127 }
        }
    }
}
