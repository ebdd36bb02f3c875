import Synchronization

@testable import HTTP

/// A producer with more than the buffer holds, which paces itself.
final class Backlog: Sendable {
    private let stream: ResponseStream
    private let total: Int
    private let sent = Mutex(0)

    init(stream: ResponseStream, total: Int) {
        self.stream = stream
        self.total = total
    }

    func pump() {
        while stream.bufferedBytes <= stream.capacity / 2 {
            let from = sent.withLock { $0 }
            guard from < total else {
                stream.finish()
                return
            }
            let to = min(from + 4096, total)
            guard stream.send((from..<to).map { UInt8(truncatingIfNeeded: $0 / 1000) }) == .accepted else {
                return
            }
            sent.withLock { $0 = to }
        }
        stream.onDrain { self.pump() }
    }
}
