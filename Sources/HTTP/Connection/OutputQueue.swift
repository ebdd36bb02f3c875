/// What is still to be written to one connection, in order.
struct OutputQueue {
    enum Outcome {
        case drained
        case blocked
        /// Written as much as one turn allows; others go first.
        case turnOver
        case failed
    }

    private enum Segment {
        case bytes([UInt8], from: Int)
        case file(FileSlice)
    }

    private var segments: [Segment] = []

    var isEmpty: Bool { segments.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        if !bytes.isEmpty { segments.append(.bytes(bytes, from: 0)) }
    }

    mutating func append(_ file: FileSlice) {
        if file.length > 0 { segments.append(.file(file)) }
    }

    mutating func removeAll() { segments = [] }

    /// Writes until all is written, the transport takes no more, or the turn is over.
    mutating func write(to transport: some Transport, turn: Int, written: inout Int) -> Outcome {
        var index = 0
        defer {
            if index == segments.count { segments = [] } else { segments.removeFirst(index) }
        }
        while index < segments.count {
            if written >= turn { return .turnOver }
            let result: TransportResult
            switch segments[index] {
            case .bytes(let bytes, let from):
                let more = index + 1 < segments.count
                result = bytes.withUnsafeBytes { transport.write(.init(rebasing: $0[from...]), more: more) }
                if case .bytes(let count) = result {
                    written += count
                    if from + count == bytes.count {
                        index += 1
                    } else {
                        segments[index] = .bytes(bytes, from: from + count)
                    }
                }
            case .file(var slice):
                result = transport.write(file: slice, maximum: turn)
                if case .bytes(let count) = result {
                    written += count
                    slice.advance(by: count)
                    segments[index] = .file(slice)
                    if slice.length == 0 { index += 1 }
                }
            }
            switch result {
            case .bytes: continue
            case .wouldBlock: return .blocked
            // A file that has become shorter than its Content-Length cannot be answered any more.
            case .ended, .failed: return .failed
            }
        }
        return .drained
    }
}
