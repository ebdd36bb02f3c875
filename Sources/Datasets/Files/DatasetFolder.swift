/// The files of one data set by name or path, wherever they lie: on disk, or embedded in the program.
struct DatasetFolder: Sendable {
    /// Files larger than this are refused before they are read.
    static let largestFile = 2 << 30

    let name: String
    let isEmbedded: Bool
    private let hasFile: @Sendable (_ file: String) -> Bool
    private let names: @Sendable (_ folder: String) throws(DatasetError) -> [String]?
    private let bytes: @Sendable (_ file: String, _ prefix: Int?) throws(DatasetError) -> [UInt8]

    /// - Parameters: hasFile: asked with valid paths only, as the others; names: what is in a folder below, nil for what
    ///   is none; bytes: the file, no more than `prefix` bytes of it.
    init(
        name: String, isEmbedded: Bool, hasFile: @escaping @Sendable (_ file: String) -> Bool,
        names: @escaping @Sendable (_ folder: String) throws(DatasetError) -> [String]? = { _ in nil },
        bytes: @escaping @Sendable (_ file: String, _ prefix: Int?) throws(DatasetError) -> [UInt8]
    ) {
        self.name = name
        self.isEmbedded = isEmbedded
        self.hasFile = hasFile
        self.names = names
        self.bytes = bytes
    }

    /// Whether there is something of this name (`a.idx`) or path (`images/a.jpg`) that `open` can try to read.
    func contains(_ file: String) -> Bool {
        DatasetPath.isValid(file) && hasFile(file)
    }

    /// What is in a folder below, sorted, without what is hidden; nil where `folder` is none.
    func entries(of folder: String) throws(DatasetError) -> [String]? {
        guard DatasetPath.isValid(folder) else { return nil }
        return try names(folder)?.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// What is at its top, sorted, without what is hidden; nothing where it cannot be listed.
    var topEntries: [String] {
        guard let names = try? self.names("") else { return [] }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// - Parameter prefix: read no more than this many bytes of the file as it lies (enough for a header).
    func open(_ file: String, prefix: Int? = nil) throws(DatasetError) -> ByteReader {
        try ByteReader(name: file, bytes: checked(file, prefix))
    }

    /// The whole file as it lies. - Throws: `tooLarge` if it has more than `limit` bytes.
    func read(_ file: String, limit: Int) throws(DatasetError) -> [UInt8] {
        let bytes = try checked(file, limit + 1)
        guard bytes.count <= limit else { throw .tooLarge(file: file, found: bytes.count, allowed: limit) }
        return bytes
    }

    private func checked(_ file: String, _ prefix: Int?) throws(DatasetError) -> [UInt8] {
        guard DatasetPath.isValid(file) else {
            throw .unreadable(file: file, reason: "it is no path inside the folder: \(DatasetPath.rule)")
        }
        return try bytes(file, prefix)
    }
}
