/// What a connection reads from and writes to: a plain socket, or an encrypted one in its place. No call blocks.
protocol Transport: AnyObject {
    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult
    /// `more`: further bytes follow at once, so that a small packet may wait for them.
    func write(_ bytes: UnsafeRawBufferPointer, more: Bool) -> TransportResult
    func write(file: FileSlice, maximum: Int) -> TransportResult
    /// Whether the last read has left something behind: bytes, or the end of input.
    var hasMore: Bool { get }
    /// Whether reading may wait for room to write, or writing for bytes to read.
    var crossesDirections: Bool { get }
    /// Goes on with what comes before the first byte of HTTP.
    func shakeHands() -> HandshakeResult
    /// Ends the own half; the peer may still send. - Returns: whether that is done; if not, it is to be called again.
    func endOutput() -> Bool
    func close()
}
