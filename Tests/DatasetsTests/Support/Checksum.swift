import CZlib

/// CRC-32, as gzip and PNG have it.
func checksum(_ bytes: [UInt8]) -> UInt {
    crc32(0, bytes, UInt32(bytes.count))
}
