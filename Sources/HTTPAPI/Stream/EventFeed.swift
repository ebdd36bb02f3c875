import Dispatch
import HTTP
import Jobs
import Specification
import Synchronization

/// Sends the events of one job into one stream: each once, in order, no faster than the client reads.
///
/// The store is the only source: the feed remembers the id it sent last and reads on from there, in pages, whenever
/// the job has news or the client has room. So nothing is kept per subscriber but a number. An event goes out in one
/// record, however large it is.
final class EventFeed: Sendable {
    private enum Activity {
        case waiting, sending
        /// News came while it was sending.
        case sendingAgain
        case over
    }

    private struct State {
        var last: Int
        var activity = Activity.waiting
        /// The server stops: what is sent next is the last.
        var isStopping = false
        var observation: JobObservation?
    }

    private enum Progress {
        case more, caughtUp, full, over
    }

    private static let pageSize = 64
    /// Bytes of an event, about.
    private static let usualSize = 512
    private static let queue = DispatchQueue(label: "l2t.events", attributes: .concurrent)

    private let jobs: JobService
    private let id: String
    private let kinds: Set<JobEvent.Kind>
    private let follows: Bool
    private let format: EventFormat
    private let stream: ResponseStream
    private let isAdmitted: @Sendable () throws -> Bool
    private let onFailure: @Sendable (any Error) -> Void
    private let state: Mutex<State>

    /// - Parameters: `kinds`: what is sent, the end among it; `after`: the id of the last event that the client has; 0
    ///   for none. `isAdmitted`: asked before each page; the stream ends where it says no.
    init(
        jobs: JobService, id: String, kinds: Set<JobEvent.Kind> = Set(JobEvent.Kind.allCases), after: Int,
        follows: Bool, format: EventFormat, stream: ResponseStream,
        isAdmitted: @escaping @Sendable () throws -> Bool, onFailure: @escaping @Sendable (any Error) -> Void
    ) {
        self.jobs = jobs
        self.id = id
        self.kinds = kinds
        self.follows = follows
        self.format = format
        self.stream = stream
        self.isAdmitted = isAdmitted
        self.onFailure = onFailure
        state = Mutex(State(last: after))
    }

    func start() {
        stream.onClose { [self] reason in
            guard reason == .serverStopping else { return end() }
            // Said where events are sent, so that none comes after it.
            state.withLock { $0.isStopping = true }
            wake()
        }
        if follows {
            let observation = jobs.observe(id) { [weak self] in self?.wake() }
            state.withLock { $0.observation = observation }
        }
        wake()
    }

    private func wake() {
        let begins = state.withLock { state -> Bool in
            switch state.activity {
            case .waiting:
                state.activity = .sending
                return true
            case .sending: state.activity = .sendingAgain
            case .sendingAgain, .over: break
            }
            return false
        }
        if begins { Self.queue.async { self.send() } }
    }

    private func send() {
        while true {
            do {
                switch try sendPage() {
                case .more: continue
                case .full:
                    // Events are read when there is room; that the server stops is heard at once.
                    guard pause() else { continue }
                    stream.onDrain { [self] in wake() }
                    return
                case .caughtUp: if pause() { return }
                case .over: return end()
                }
            } catch JobsError.unknownJob {
                takeLeave("the job was deleted")
                return end()
            } catch {
                onFailure(error)
                return end()
            }
        }
    }

    /// False where there was news in between.
    private func pause() -> Bool {
        state.withLock { state in
            switch state.activity {
            case .sendingAgain:
                state.activity = .sending
                return false
            case .sending: state.activity = .waiting
            case .waiting, .over: break
            }
            return true
        }
    }

    private func sendPage() throws -> Progress {
        let (activity, isStopping) = state.withLock { ($0.activity, $0.isStopping) }
        // A client that is gone costs no reading.
        guard activity != .over else { return .over }
        guard !isStopping else {
            return takeLeave("the service stops; resume after the last id") ? .over : .full
        }
        guard hasRoom else { return .full }
        guard try isAdmitted() else {
            takeLeave("the token of this stream is no longer valid")
            return .over
        }
        // Asked before the events are read: a job that had ended by then has told all.
        let isOver = try !follows || jobs.job(id).state.isTerminal
        // No more than there is room for: what does not fit would be read again.
        let limit = min(Self.pageSize, 1 + (stream.capacity / 2 - stream.bufferedBytes) / Self.usualSize)
        let events = try jobs.events(id, kinds: kinds, after: state.withLock(\.last), limit: limit)
        for event in events {
            guard hasRoom else { return .full }
            let bytes = try format.bytes(of: event)
            // A record that is larger than the buffer waits until little is before it.
            guard stream.hasRoom(for: bytes.count) else { return .full }
            guard stream.send(bytes) == .accepted else { return .over }
            state.withLock { $0.last = event.id }
            if event.type == .end { return .over }
        }
        if events.count == limit { return .more }
        return isOver ? .over : .caughtUp
    }

    /// - Returns: false where a large record is before it, which is not to be lost for it.
    @discardableResult
    private func takeLeave(_ reason: String) -> Bool {
        do {
            let words = try format.farewell(reason)
            guard stream.hasRoom(for: words.count) else { return false }
            stream.send(words)
        } catch {
            onFailure(error)
        }
        return true
    }

    private var hasRoom: Bool { stream.bufferedBytes < stream.capacity / 2 }

    private func end() {
        let observation = state.withLock { state -> JobObservation? in
            state.activity = .over
            defer { state.observation = nil }
            return state.observation
        }
        observation?.cancel()
        stream.finish()
    }
}
