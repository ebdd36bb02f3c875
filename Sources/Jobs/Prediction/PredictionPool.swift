internal import Dispatch
internal import Foundation
internal import Specification
internal import Synchronization

/// Runs predictions, each in an engine process of its own: a few at once, a few that wait, and no more.
final class PredictionPool: Sendable {
    typealias Result = Swift.Result<StudentPrediction, JobsError>

    private struct Entry {
        let request: PredictionRequest
        let image: [UInt8]
        let done: @Sendable (Result) -> Void
    }

    private struct State {
        var nextNumber = 0
        var waiting: [(number: Int, entry: Entry)] = []
        /// By number; nil until the process is started.
        var running: [Int: PredictionProcess?] = [:]
        var cancelled: Set<Int> = []
        var isStopped = false
    }

    private let limits: PredictionLimits
    private let engine: EngineLaunch
    private let spawner: ProcessSpawner
    /// Its blocks wait for a process: there are never more of them than processes.
    private let queue = DispatchQueue(label: "l2t.jobs.predictions", attributes: .concurrent)
    private let working = DispatchGroup()
    private let state = Mutex(State())

    init(limits: PredictionLimits, engine: EngineLaunch, spawner: ProcessSpawner) {
        self.limits = limits
        self.engine = engine
        self.spawner = spawner
    }

    /// - Parameter done: called once, on a Dispatch queue.
    /// - Throws: `.predictionsFull`.
    func add(
        _ request: PredictionRequest, image: [UInt8], done: @escaping @Sendable (Result) -> Void
    ) throws(JobsError) -> PredictionTicket {
        let entry = Entry(request: request, image: image, done: done)
        let added: (number: Int, starts: Bool)? = state.withLock { state in
            let starts = state.running.count < limits.processes
            guard !state.isStopped, starts || state.waiting.count < limits.waiting else { return nil }
            state.nextNumber += 1
            if starts {
                state.running[state.nextNumber] = .some(nil)
                // Under the lock: whoever stops the pool waits for it from now on.
                working.enter()
            } else {
                state.waiting.append((state.nextNumber, entry))
            }
            return (state.nextNumber, starts)
        }
        guard let added else { throw .predictionsFull(limit: limits.waiting) }
        if added.starts { work(on: added.number, entry) }
        return PredictionTicket { [weak self] in self?.cancel(added.number) }
    }

    /// Takes nothing new, drops what waits, and kills what still runs after `grace` seconds. Returns when no process is
    /// left.
    func stop(grace: Double) {
        let waiting = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, entry) in waiting { queue.async { entry.done(.failure(.predictionCancelled)) } }
        guard working.wait(timeout: .now() + grace) == .timedOut else { return }
        let running = state.withLock { state in
            state.cancelled.formUnion(state.running.keys)
            return state.running.values.compactMap(\.self)
        }
        for process in running { process.kill() }
        working.wait()
    }

    private func cancel(_ number: Int) {
        let (entry, process) = state.withLock { state -> (Entry?, PredictionProcess?) in
            if let place = state.waiting.firstIndex(where: { $0.number == number }) {
                return (state.waiting.remove(at: place).entry, nil)
            }
            guard let process = state.running[number] else { return (nil, nil) }
            state.cancelled.insert(number)
            return (nil, process)
        }
        process?.kill()
        if let entry { queue.async { entry.done(.failure(.predictionCancelled)) } }
    }

    /// What a place in the pool comes to once its prediction has an answer.
    private struct Leaving {
        /// Ends with its last reference, which takes a while: not under the lock.
        let process: PredictionProcess?
        let isCancelled: Bool
        let next: (number: Int, entry: Entry)?
    }

    /// The caller has entered `working`.
    private func work(on number: Int, _ entry: Entry) {
        queue.async { [self] in
            defer { working.leave() }
            let result = Result { () throws(JobsError) in try answer(number, entry) }
            let leaving = state.withLock { state -> Leaving in
                let process = state.running.removeValue(forKey: number) ?? nil
                let isCancelled = state.cancelled.remove(number) != nil
                var next: (number: Int, entry: Entry)?
                if !state.waiting.isEmpty {
                    let first = state.waiting.removeFirst()
                    state.running[first.number] = .some(nil)
                    working.enter()
                    next = first
                }
                return Leaving(process: process, isCancelled: isCancelled, next: next)
            }
            if let next = leaving.next { work(on: next.number, next.entry) }
            entry.done(leaving.isCancelled ? .failure(.predictionCancelled) : result)
            withExtendedLifetime(leaving.process) {}
        }
    }

    private func answer(_ number: Int, _ entry: Entry) throws(JobsError) -> StudentPrediction {
        let process = try PredictionProcess(engine, spawner: spawner)
        let isCancelled = state.withLock { state in
            state.running[number] = process
            return state.cancelled.contains(number)
        }
        guard !isCancelled else { throw .predictionCancelled }
        return try process.answer(entry.request, image: entry.image, limits: limits)
    }
}
