import CZlib

/// The gzip coding (RFC 1952) of whole bodies.
enum Gzip {
    /// Why bytes could not be decoded.
    enum Fault: Error, Equatable {
        /// It would be more than so many bytes.
        case tooLarge(limit: Int)
        case damaged(reason: String)
    }

    /// zlib's own default: JSON shrinks to about a tenth; higher levels cost much and gain little.
    private static let level: Int32 = 6
    /// The largest window, and a gzip header and trailer around.
    private static let windowBits: Int32 = 15 + 16
    private static let scratchSize = 64 * 1024

    /// Nil where zlib has no memory.
    static func encode(_ bytes: [UInt8]) -> [UInt8]? {
        withStream { stream in
            let begun = deflateInit2_(
                stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size))
            guard begun == Z_OK else { return nil }
            defer { deflateEnd(stream) }
            let capacity = Int(deflateBound(stream, uLong(bytes.count)))
            return bytes.withUnsafeBufferPointer { input in
                var isWhole = false
                let coded = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                    // zlib only reads through next_in; its type lacks the const.
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    stream.pointee.avail_in = UInt32(clamping: input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(clamping: output.count)
                    isWhole = deflate(stream, Z_FINISH) == Z_STREAM_END
                    count = output.count - Int(stream.pointee.avail_out)
                }
                return isWhole ? coded : nil
            }
        }
    }

    /// The plain bytes; several members are read as one, as gunzip does.
    /// - Parameters: `limit`: of the plain bytes; not one more is ever held.
    static func decode(_ bytes: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
        let result = withStream { stream -> Result<[UInt8], Fault> in
            let begun = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard begun == Z_OK else { return .failure(.damaged(reason: "zlib cannot start")) }
            defer { inflateEnd(stream) }
            return bytes.withUnsafeBufferPointer { inflateAll($0, limit: limit, stream) }
        }
        return try result.get()
    }

    private static func inflateAll(
        _ input: UnsafeBufferPointer<UInt8>, limit: Int, _ stream: UnsafeMutablePointer<z_stream>
    ) -> Result<[UInt8], Fault> {
        var plain: [UInt8] = []
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        return withUnsafeTemporaryAllocation(byteCount: scratchSize, alignment: 16) { scratch in
            while true {
                stream.pointee.next_out = scratch.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_out = UInt32(scratch.count)
                let status = inflate(stream, Z_NO_FLUSH)
                let filled = scratch.count - Int(stream.pointee.avail_out)
                guard filled <= limit - plain.count else { return .failure(.tooLarge(limit: limit)) }
                plain.append(contentsOf: scratch[..<filled])
                switch status {
                case Z_STREAM_END where stream.pointee.avail_in == 0: return .success(plain)
                case Z_STREAM_END: inflateReset(stream)
                case Z_OK: continue
                case Z_BUF_ERROR: return .failure(.damaged(reason: "it ends unfinished"))
                default:
                    let words = stream.pointee.msg.map { String(cString: $0) }
                    return .failure(.damaged(reason: words ?? "zlib status \(status)"))
                }
            }
        }
    }

    /// zlib keeps the stream's address, so it must not move.
    private static func withStream<Value>(_ body: (UnsafeMutablePointer<z_stream>) -> Value) -> Value {
        var stream = z_stream()
        return withUnsafeMutablePointer(to: &stream, body)
    }
}
