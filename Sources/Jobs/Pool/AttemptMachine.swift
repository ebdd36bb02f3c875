internal import Specification

/// The course of one attempt as a value: what the engine says, the clock and requests in; actions out. Times are
/// seconds of a clock that only goes forward.
struct AttemptMachine: Sendable {
    enum Action: Sendable, Equatable {
        case send(EngineCommand)
        case record(AttemptReport)
        /// A checkpoint, visible at once.
        case publish(EngineFile)
        /// A file that becomes visible when the job succeeds.
        case collect(EngineFile)
        case end(AttemptEnd)
        case kill
    }

    struct Timing: Sendable {
        var loading: Double
        var heartbeat: Double
        var stopGrace: Double
        var exitGrace: Double
    }

    private enum Phase {
        case loading, starting, running, over
    }

    private let assignment: EngineAssignment
    private let timing: Timing
    private var phase = Phase.loading
    private var heardAt: Double
    /// When it was told what to do.
    private var workingSince = 0.0
    private var latestEpoch: Int?
    private var stop: (reason: StopReason, killAt: Double)?
    /// What the attempt comes to once the process that is being killed has ended.
    private var verdict: AttemptEnd?
    private var isKilled = false
    private var isDiscredited = false

    /// - Parameter loadingSince: when the process was started.
    init(_ assignment: EngineAssignment, timing: Timing, loadingSince: Double) {
        self.assignment = assignment
        self.timing = timing
        heardAt = loadingSince
    }

    mutating func hear(_ message: EngineMessage, at now: Double) -> [Action] {
        heardAt = now
        guard phase != .over, !isDiscredited else { return [] }
        switch message {
        case .ready:
            guard phase == .loading else { return [] }
            phase = .starting
            workingSince = now
            return [.send(.run(assignment))]
        case .started(let epoch):
            phase = .running
            latestEpoch = epoch
            return [.record(.started(resumedFromEpoch: epoch))]
        case .epoch(let record):
            latestEpoch = record.epoch
            return [.record(.epoch(record))]
        case .log(let text): return [.record(.log(message: text))]
        case .heartbeat: return []
        case .file(let file): return [file.kind == .checkpoint ? .publish(file) : .collect(file)]
        case .finished(let result):
            guard phase == .running else {
                return nonsense("The engine finished what it had not started.", at: now)
            }
            return end(.finished(result), at: now)
        case .stopped(let epoch):
            return end(
                stop?.reason.end(afterEpoch: epoch)
                    ?? .lost(reason: "The engine stopped by itself after epoch \(epoch)."), at: now)
        case .failed(let failure):
            if case .limit(let limit) = stop?.reason { return end(.failed(limit), at: now) }
            return end(
                failure.kind == .infrastructure ? .lost(reason: failure.detail) : .failed(failure), at: now)
        }
    }

    /// The engine broke the protocol, or what it said cannot be used. Whatever it says now, an epoch or a file may be
    /// missing before it: the next attempt says it again.
    mutating func nonsense(_ reason: String, at now: Double) -> [Action] {
        guard phase != .over, !isDiscredited else { return [] }
        isDiscredited = true
        return kill(.lost(reason: reason))
    }

    /// - Parameter killAfter: seconds that the engine has; nil takes the configured ones.
    mutating func stop(_ reason: StopReason, killAfter grace: Double? = nil, at now: Double) -> [Action] {
        let killAt = now + (grace ?? timing.stopGrace)
        if let stop {
            // A cancel is told as one, though the engine was asked to pause.
            self.stop = (
                stop.reason == .pause && reason == .cancel ? reason : stop.reason, min(stop.killAt, killAt)
            )
            return []
        }
        stop = (reason, killAt)
        return switch phase {
        case .over: []
        case .loading: kill(reason.end(afterEpoch: nil))
        case .starting, .running: [.send(.stop(reason: reason.name))]
        }
    }

    mutating func tick(residentBytes: Int?, at now: Double) -> [Action] {
        guard !isKilled else { return [] }
        let silence = now - heardAt
        switch phase {
        case .over:
            return silence > timing.exitGrace || stop.map { now >= $0.killAt } == true ? kill(nil) : []
        case .loading:
            guard silence > timing.loading else { return [] }
            return kill(.lost(reason: "The engine was not ready within \(Self.text(timing.loading)) s."))
        case .starting, .running:
            if let stop, now >= stop.killAt { return kill(stop.reason.end(afterEpoch: nil)) }
            if silence > timing.heartbeat {
                return kill(
                    stop?.reason.end(afterEpoch: nil)
                        ?? .lost(
                            reason: "The engine hung: it said nothing for \(Self.text(timing.heartbeat)) s"
                                + "\(whereItWas)."))
            }
            return limits(residentBytes: residentBytes, at: now)
        }
    }

    mutating func exited(_ exit: ProcessExit) -> [Action] {
        guard phase != .over else { return [] }
        defer { phase = .over }
        let ownEnd = exit.isOverMemory ? overMemory : .lost(reason: exit.reason(doing))
        return [.end(verdict ?? stop?.reason.end(afterEpoch: nil) ?? ownEnd)]
    }

    /// The kernel held it to its memory.
    private var overMemory: AttemptEnd {
        .failed(
            JobFailure(
                kind: .limit,
                detail:
                    "The engine needed more memory \(doing) than the \(assignment.specification.limits.maxMemoryMb) MiB "
                    + "that max_memory_mb allows."))
    }

    private mutating func limits(residentBytes: Int?, at now: Double) -> [Action] {
        let limits = assignment.specification.limits
        if let residentBytes, residentBytes > limits.maxMemoryMb << 20 {
            return kill(
                .failed(
                    JobFailure(
                        kind: .limit,
                        detail: "The engine used \(residentBytes >> 20) MiB of memory; max_memory_mb allows "
                            + "\(limits.maxMemoryMb).")))
        }
        guard stop == nil, now - workingSince > limits.maxSeconds else { return [] }
        let failure = JobFailure(
            kind: .limit,
            detail: "The attempt ran for the \(Self.text(limits.maxSeconds)) s that max_seconds allows"
                + "\(whereItWas).")
        return stop(.limit(failure), at: now)
    }

    private mutating func end(_ end: AttemptEnd, at now: Double) -> [Action] {
        phase = .over
        return [.end(end)]
    }

    private mutating func kill(_ verdict: AttemptEnd?) -> [Action] {
        isKilled = true
        self.verdict = verdict
        return [.kill]
    }

    private var whereItWas: String {
        latestEpoch.map { " after epoch \($0)" } ?? ""
    }

    private var doing: String {
        switch phase {
        case .loading: "while it was loading"
        case .starting: "before the training began"
        case .running, .over: latestEpoch.map { "after epoch \($0)" } ?? "in the first epoch"
        }
    }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
