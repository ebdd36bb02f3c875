/// What an engine writes to its standard output and error, cut into pieces for a job's log: whole lines where there
/// are any, and no more in all than a limit, so that a chatty library fills no disk.
struct OutputLog: Sendable {
    /// Bytes that one attempt's log takes.
    static let limit = 64 << 10
    static let note = "(More output of this attempt is not kept.)"
    private static let longestLine = 4096

    private var bytes: [UInt8] = []
    /// Bytes taken so far.
    private var taken = 0
    private var isFull = false
    private var isClosed = false

    mutating func append(_ new: [UInt8]) {
        guard !isFull, !isClosed else { return }
        let room = Self.limit - taken
        taken += min(room, new.count)
        bytes += new.prefix(room)
        guard new.count > room else { return }
        isFull = true
        if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        bytes += Array("\(Self.note)\n".utf8)
    }

    /// No more comes: the last line counts though it has no end.
    mutating func close() {
        isClosed = true
    }

    /// The lines that wait to be recorded, without the last line feed; nil where there are none.
    var waiting: String? {
        let text = bytes.prefix(end)
        let cut = text.last == UInt8(ascii: "\n") ? text.dropLast() : text
        return cut.isEmpty ? nil : String(decoding: cut, as: UTF8.self)
    }

    mutating func discardWaiting() {
        bytes.removeFirst(end)
    }

    private var end: Int {
        if isClosed || bytes.count > Self.longestLine { return bytes.count }
        return bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }
}
