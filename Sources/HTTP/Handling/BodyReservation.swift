import Synchronization

/// What the body of one request takes of `ServerConfiguration.bodyMemory`: counted as it comes, and no more once nobody
/// holds the request.
final class BodyReservation: Sendable {
    private let shared: ServerShared
    private let bytes = Atomic<Int>(0)

    init(_ shared: ServerShared) { self.shared = shared }

    deinit { shared.releaseBody(bytes.load(ordering: .relaxed)) }

    /// Counts as many bytes as have come; if they are too many, does not. Called by one thread at a time.
    func grow(to count: Int) -> Bool {
        let more = count - bytes.load(ordering: .relaxed)
        guard shared.holdBody(more) else { return false }
        bytes.add(more, ordering: .relaxed)
        return true
    }
}
