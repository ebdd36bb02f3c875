/// What a connection reads from and writes to: a plain socket, or an encrypted one in its place. No call blocks.
protocol Transport: AnyObject {
    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult
    /// `more`: further bytes follow at once, so that a small packet may wait for them.
    func write(_ bytes: UnsafeRawBufferPointer, more: Bool) -> TransportResult
    func write(file: FileSlice, maximum: Int) -> TransportResult
    /// Ends the own half; the peer may still send.
    func endOutput()
    func close()
}
