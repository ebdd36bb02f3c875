/// One entry of an archive, as its header says.
struct ArchiveEntry: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case file
        case folder
        /// What it is, in words.
        case other(String)
    }

    /// As it stands in the archive.
    let path: String
    let kind: Kind

    /// The path below the data set's folder: without `./` before and `/` behind it.
    /// - Returns: nil where nothing is to be kept: the folder itself, and hidden files.
    /// - Throws: `.archiveEntry` for a path that leads elsewhere, or could not be opened later.
    func place() throws(DatasetError) -> String? {
        guard path.utf8.first != UInt8(ascii: "/") else {
            throw .archiveEntry(path: path, found: "an absolute path", allowed: "a path below the folder")
        }
        let names = Self.names(of: path).filter { $0 != "." }
        guard !names.contains("..") else {
            throw .archiveEntry(
                path: path, found: "a path with '..' in it", allowed: "a path below the folder")
        }
        // What tools of other systems leave beside the files.
        if names.isEmpty || names.first == "__MACOSX" || names.contains(where: { $0.hasPrefix(".") }) {
            return nil
        }
        let place = names.joined(separator: "/")
        guard DatasetPath.isValid(place) else {
            throw .archiveEntry(path: path, found: "a path that is not accepted", allowed: DatasetPath.rule)
        }
        return place
    }

    /// The names of a path as the system parts them: to Swift, a "/" with an accent is another character.
    static func names(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }
}
