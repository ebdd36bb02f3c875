import Dispatch
import HTTP
import Jobs
import Synchronization

/// Holds an answer back until a job's version is another, the time is over, or the server stops.
final class JobWait: Sendable {
    private struct State {
        var observation: JobObservation?
        var isOver = false
    }

    /// What the server is given on top of the wait to render the answer.
    private static let allowance: Duration = .seconds(10)
    private static let queue = DispatchQueue(label: "l2t.job-wait", attributes: .concurrent)

    private let jobs: JobService
    private let id: String
    private let version: Int
    private let wait: WaitPreference
    private let responder: Responder
    private let answer: @Sendable () -> Response
    private let state = Mutex(State())

    init(
        jobs: JobService, id: String, version: Int, wait: WaitPreference, responder: Responder,
        answer: @escaping @Sendable () -> Response
    ) {
        self.jobs = jobs
        self.id = id
        self.version = version
        self.wait = wait
        self.responder = responder
        self.answer = answer
    }

    func start() {
        responder.allow(.seconds(wait.seconds) + Self.allowance)
        let observation = jobs.observe(id) { [self] in Self.queue.async { self.look() } }
        let isOver = state.withLock { state -> Bool in
            if !state.isOver { state.observation = observation }
            return state.isOver
        }
        if isOver { observation.cancel() }
        responder.onCancel { [self] _ in finish() }
        Self.queue.asyncAfter(deadline: .now() + .seconds(wait.seconds)) { [weak self] in self?.finish() }
        // What changed before the observation began.
        look()
    }

    private func look() {
        // A job that is gone has no version; the answer says so.
        guard (try? jobs.version(of: id)) != version else { return }
        finish()
    }

    private func finish() {
        let (isFirst, observation) = state.withLock { state -> (Bool, JobObservation?) in
            defer {
                state.isOver = true
                state.observation = nil
            }
            return (!state.isOver, state.observation)
        }
        observation?.cancel()
        if isFirst { responder.respond(answer()) }
    }
}
