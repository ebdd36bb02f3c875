/// The files of one data set by name, wherever they lie: on disk, or embedded in the program.
struct DatasetFolder: Sendable {
    /// Files larger than this are refused before they are read.
    static let largestFile = 2 << 30

    let name: String
    let isEmbedded: Bool
    let fileNames: Set<String>
    private let bytes: @Sendable (_ file: String, _ prefix: Int?) throws(DatasetError) -> [UInt8]

    init(
        name: String, isEmbedded: Bool, fileNames: Set<String>,
        bytes: @escaping @Sendable (_ file: String, _ prefix: Int?) throws(DatasetError) -> [UInt8]
    ) {
        self.name = name
        self.isEmbedded = isEmbedded
        self.fileNames = fileNames
        self.bytes = bytes
    }

    /// - Parameter prefix: read no more than this many bytes of the file as it lies (enough for a header).
    func open(_ file: String, prefix: Int? = nil) throws(DatasetError) -> ByteReader {
        try ByteReader(name: file, bytes: bytes(file, prefix))
    }
}
