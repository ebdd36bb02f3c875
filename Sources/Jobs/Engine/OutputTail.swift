/// The last bytes of a stream.
struct OutputTail: Sendable {
    static let limit = 4096
    private var bytes: [UInt8] = []
    private var isCut = false

    mutating func append(_ new: some Collection<UInt8>) {
        bytes.append(contentsOf: new)
        guard bytes.count > Self.limit else { return }
        bytes.removeFirst(bytes.count - Self.limit)
        isCut = true
    }

    var text: String {
        (isCut ? "…" : "") + String(decoding: bytes, as: UTF8.self)
    }
}
