import CZlib

/// Reads the bytes of a file front to back, inflating them on the way when they are gzip (RFC 1952, told by
/// the first two bytes; several members are read as one, as gunzip does).
///
/// Memory follows the bytes that are really there: a header that promises much costs nothing until the
/// promise is kept.
final class ByteReader {
    private static let scratchSize = 256 << 10
    private static let largestReservation = 64 << 20

    /// The file's name, for errors.
    let name: String
    private let bytes: [UInt8]
    private let isGzip: Bool
    private var consumed = 0
    private var isAtEnd = false
    private let stream: UnsafeMutablePointer<z_stream>
    /// Bytes handed out until now, after inflation.
    private(set) var produced = 0

    init(name: String, bytes: [UInt8]) throws(DatasetError) {
        self.name = name
        self.bytes = bytes
        isGzip = bytes.starts(with: [0x1F, 0x8B])
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard isGzip else { return }
        let windowBits: Int32 = 15 + 16  // 16: a gzip header and trailer, nothing else
        let status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw .damagedGzip(file: name, reason: "zlib cannot start (status \(status))")
        }
    }

    deinit {
        // inflateEnd refuses, harmlessly, a stream that was never started.
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// The next `count` bytes, fewer only where the file ends.
    func read(upTo count: Int) throws(DatasetError) -> [UInt8] {
        let result = isGzip ? try inflate(upTo: count) : copy(upTo: count)
        produced += result.count
        return result
    }

    /// All that is left. - Throws: `tooLarge` as soon as more than `limit` bytes have come.
    func readToEnd(limit: Int) throws(DatasetError) -> [UInt8] {
        let result = try read(upTo: limit + 1)
        guard result.count <= limit else {
            throw .tooLarge(file: name, found: result.count, allowed: limit)
        }
        return result
    }

    /// Confirms that nothing is left and that the gzip check sum holds.
    func finish() throws(DatasetError) {
        let promised = produced
        guard try read(upTo: 1).isEmpty else { throw .trailingBytes(file: name, promised: promised) }
    }

    private func copy(upTo count: Int) -> [UInt8] {
        let end = consumed + min(count, bytes.count - consumed)
        defer { consumed = end }
        return Array(bytes[consumed..<end])
    }

    private func inflate(upTo count: Int) throws(DatasetError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(min(count, Self.largestReservation))
        let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: min(count, Self.scratchSize))
        defer { scratch.deallocate() }
        while result.count < count, !isAtEnd {
            let wanted = min(count - result.count, scratch.count)
            let part = UnsafeMutableBufferPointer(rebasing: scratch[..<wanted])
            result.append(contentsOf: scratch[..<(try inflate(into: part))])
        }
        return result
    }

    /// One call of zlib. - Returns: how many bytes of `output` it filled.
    private func inflate(into output: UnsafeMutableBufferPointer<UInt8>) throws(DatasetError) -> Int {
        let status = bytes.withUnsafeBufferPointer { input in
            let available = UInt32(clamping: input.count - consumed)
            // zlib only reads through next_in; its type lacks the const.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + consumed })
            stream.pointee.avail_in = available
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(output.count)
            let status = CZlib.inflate(stream, Z_NO_FLUSH)
            consumed += Int(available - stream.pointee.avail_in)
            return status
        }
        let filled = output.count - Int(stream.pointee.avail_out)
        switch status {
        case Z_OK:
            return filled
        case Z_STREAM_END:
            try startNextMember()
            return filled
        case Z_BUF_ERROR where consumed == bytes.count:
            throw .damagedGzip(
                file: name, reason: "the gzip data ends after \(bytes.count) bytes, unfinished")
        default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
            throw .damagedGzip(file: name, reason: "\(message) near byte \(consumed)")
        }
    }

    private func startNextMember() throws(DatasetError) {
        let rest = bytes[consumed...]
        if rest.isEmpty {
            isAtEnd = true
        } else if rest.starts(with: [0x1F, 0x8B]) {
            inflateReset(stream)
        } else {
            throw .damagedGzip(file: name, reason: "\(rest.count) bytes follow the end of the gzip data")
        }
    }
}
