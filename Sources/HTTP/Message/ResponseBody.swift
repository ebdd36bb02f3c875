/// Where the bytes of an answer come from.
package enum ResponseBody: Sendable {
    case empty
    case bytes([UInt8])
    /// Sent by the kernel from the file, never held in memory.
    case file(FileSlice)
    /// Sent in chunks for as long as the producer likes. The closure is called once, on the thread that answered;
    /// it may keep the stream and send from any thread. `heartbeat` is sent whenever nothing else was for a while,
    /// so it must be ignorable in the format (a blank NDJSON line, an SSE comment).
    case stream(heartbeat: [UInt8], produce: @Sendable (ResponseStream) -> Void)

    /// The number of bytes, if it is known before the first one is sent.
    package var count: Int? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): bytes.count
        case .file(let slice): slice.length
        case .stream: nil
        }
    }
}
