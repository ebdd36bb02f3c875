import HTTP
import Synchronization

/// Brings the body of a request to an upload, and the upload's end to the responder.
final class UploadSink: BodySink {
    typealias End = @Sendable (Result<Response, any Error>) -> Void

    private let take: @Sendable ([UInt8]) throws -> Void
    private let end: @Sendable (@escaping End) -> Void
    private let abandon: @Sendable () -> Void
    private let answer: End
    /// After a failure nothing more is taken.
    private let hasFailed = Mutex(false)

    /// - Parameters: write: takes the next piece; finish: the body is whole, and the end is told once; abandon: gives
    ///   up; answer: takes the end, or the failure of a piece.
    init(
        write: @escaping @Sendable ([UInt8]) throws -> Void,
        finish: @escaping @Sendable (@escaping End) -> Void,
        abandon: @escaping @Sendable () -> Void, answer: @escaping End
    ) {
        take = write
        end = finish
        self.abandon = abandon
        self.answer = answer
    }

    func write(_ piece: [UInt8]) {
        guard !hasFailed.withLock({ $0 }) else { return }
        do {
            try take(piece)
        } catch {
            hasFailed.withLock { $0 = true }
            abandon()
            answer(.failure(error))
        }
    }

    func finish() {
        guard !hasFailed.withLock({ $0 }) else { return }
        end(answer)
    }

    func cancel(_ reason: CancellationReason) {
        guard !hasFailed.withLock({ $0 }) else { return }
        abandon()
    }
}
