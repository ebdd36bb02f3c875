import Glibc

/// Bytes that have come and are not yet used, read by whole CRLF lines or by count. A byte is looked at once,
/// however the input is split.
struct LineBuffer: Sendable {
    private var bytes: [UInt8] = []
    private var position = 0
    /// No line feed stands between `position` and here.
    private var scanned = 0

    var count: Int { bytes.count - position }

    subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    mutating func append(_ new: UnsafeRawBufferPointer) {
        compact()
        bytes.append(contentsOf: new)
    }

    mutating func removeAll() {
        bytes = []
        position = 0
        scanned = 0
    }

    /// Gives back what was used: all of the storage if nothing is left, the front half if that is most of it.
    mutating func compact() {
        if position == bytes.count {
            if !bytes.isEmpty { removeAll() }
        } else if position > 4096, position > bytes.count / 2 {
            bytes.removeSubrange(..<position)
            scanned -= position
            position = 0
        }
    }

    /// Takes one line and returns where it stands, without its CRLF; `nil` if its end has not come.
    /// - Throws: `tooLong` if it has more than `limit` bytes; a rejection if it ends without a carriage return.
    mutating func line(limit: Int, tooLong: () -> Rejection) throws(Rejection) -> Range<Int>? {
        let feed = bytes.withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress, scanned < buffer.count,
                let found = memchr(base + scanned, 0x0A, buffer.count - scanned)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
        guard let feed else {
            scanned = bytes.count
            if bytes.count - position > limit + 1 { throw tooLong() }
            return nil
        }
        if feed - position > limit + 1 { throw tooLong() }
        guard feed > position, bytes[feed - 1] == 0x0D else {
            throw Rejection(
                .badRequest,
                "A line ends with a bare line feed; lines end with carriage return and line feed.")
        }
        let start = position
        position = feed + 1
        scanned = position
        return start..<(feed - 1)
    }

    /// Moves up to `maximum` bytes to the end of `target`.
    mutating func take(_ maximum: Int, into target: inout [UInt8]) -> Int {
        let taken = min(maximum, count)
        if taken > 0 {
            target.append(contentsOf: bytes[position..<(position + taken)])
            position += taken
            scanned = max(scanned, position)
        }
        return taken
    }
}
