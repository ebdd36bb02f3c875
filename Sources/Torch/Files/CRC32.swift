import CZlib

/// The check sum of zip archives.
enum CRC32 {
    static func of(_ bytes: ArraySlice<UInt8>, after checksum: UInt = 0) -> UInt64 {
        UInt64(bytes.withUnsafeBufferPointer { crc32_z(checksum, $0.baseAddress, $0.count) })
    }

    /// That of what raw deflate made of the bytes; nil where they are no such thing or give another size.
    static func ofInflated(_ bytes: ArraySlice<UInt8>, size: UInt64) -> UInt64? {
        guard bytes.count <= Int(UInt32.max) else { return nil }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer {
            inflateEnd(stream)
            stream.deinitialize(count: 1)
            stream.deallocate()
        }
        let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { return nil }
        return bytes.withUnsafeBufferPointer { input in
            // zlib only reads through next_in; its type lacks the const.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            return drain(stream, size: size)
        }
    }

    private static func drain(_ stream: UnsafeMutablePointer<z_stream>, size: UInt64) -> UInt64? {
        let part = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 << 10)
        defer { part.deallocate() }
        var checksum: UInt = 0
        var found: UInt64 = 0
        while true {
            stream.pointee.next_out = part.baseAddress
            stream.pointee.avail_out = UInt32(part.count)
            let status = inflate(stream, Z_NO_FLUSH)
            let filled = part.count - Int(stream.pointee.avail_out)
            checksum = crc32_z(checksum, part.baseAddress, filled)
            found += UInt64(filled)
            guard found <= size else { return nil }
            if status == Z_STREAM_END {
                return found == size && stream.pointee.avail_in == 0 ? UInt64(checksum) : nil
            }
            guard status == Z_OK else { return nil }
        }
    }
}
