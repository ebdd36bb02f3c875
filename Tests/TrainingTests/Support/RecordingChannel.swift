import Specification
import Synchronization
import Training

/// Keeps every message, and asks to stop once the attempt has shown progress a number of times.
final class RecordingChannel: AttemptChannel {
    private struct State {
        var messages: [EngineMessage] = []
        var progressCalls = 0
    }

    private let state = Mutex(State())
    private let stopAfter: Int?
    private let whenEpochEnds: @Sendable () -> Void

    /// - Parameters: stopAfter: calls of `progress`; the first is the attempt's start (and the second, where it goes on from a
    ///   checkpoint), the others are steps and batches of evaluation; whenEpochEnds: called with each record.
    init(stopAfter: Int? = nil, whenEpochEnds: @escaping @Sendable () -> Void = {}) {
        self.stopAfter = stopAfter
        self.whenEpochEnds = whenEpochEnds
    }

    func send(_ message: EngineMessage) {
        state.withLock { $0.messages.append(message) }
        if case .epoch = message { whenEpochEnds() }
    }

    func progress(allowing seconds: Double) { state.withLock { $0.progressCalls += 1 } }

    var isStopRequested: Bool {
        guard let stopAfter else { return false }
        return state.withLock { $0.progressCalls > stopAfter }
    }

    var progressCalls: Int { state.withLock(\.progressCalls) }

    var messages: [EngineMessage] { state.withLock(\.messages) }

    var records: [EpochRecord] {
        messages.compactMap { if case .epoch(let record) = $0 { record } else { nil } }
    }

    var logs: [String] { messages.compactMap { if case .log(let message) = $0 { message } else { nil } } }

    var files: [EngineFile] { messages.compactMap { if case .file(let file) = $0 { file } else { nil } } }

    /// The epoch that the attempt said to go on from: nil where it said that it started afresh.
    var resumedFromEpoch: Int? {
        for case .started(let epoch) in messages { return epoch }
        return nil
    }
}
