package import Specification
internal import struct Foundation.Date

extension JobService {
    /// The job is on stable storage when this returns. - Throws: `.queueFull`, `.ownerQueueFull`.
    package func submit(
        _ specification: JobSpecification, owner: String? = nil
    ) throws(JobsError) -> Job {
        let time = configuration.now()
        let job = NewJob(id: identifiers.next(at: time), specification: specification, owner: owner)
        return try submit(job, at: time, once: nil)
    }

    /// As the other, and remembers the answer. - Returns: the answer.
    package func submit(
        _ specification: JobSpecification, answering request: IdempotentRequest
    ) throws(JobsError) -> IdempotentAnswer {
        let time = configuration.now()
        let job = NewJob(
            id: identifiers.next(at: time), specification: specification, owner: request.owner)
        let answer = try IdempotentAnswer(Job(job, createdAt: Date(stored: time.stored)), id: job.id)
        _ = try submit(job, at: time, once: (request, answer))
        return answer
    }

    /// The answer to an earlier request with the same key, or else that of `work`, which must remember it.
    /// - Throws: `.requestInFlight`, `.idempotencyKeyReused`, and what `work` throws; then nothing is remembered.
    package func once(
        _ request: IdempotentRequest, _ work: () throws -> IdempotentAnswer
    ) throws -> IdempotentAnswer {
        guard inFlight.withLock({ $0.insert(request.name).inserted }) else { throw JobsError.requestInFlight }
        defer { inFlight.withLock { _ = $0.remove(request.name) } }
        if let earlier = try store.answer(to: request, at: configuration.now()) { return earlier }
        return try work()
    }

    /// A new job with the specification of one that ended without success. It goes on from the old one's last
    /// checkpoint, where it has one; the old job stays as it is.
    /// - Throws: `.notAllowed` for a job that succeeded or has not ended; `.studentReplaced` where its student is another
    ///   module by now; `.queueFull`, `.ownerQueueFull`.
    package func retry(_ id: String) throws(JobsError) -> Job {
        let old = try job(id)
        guard old.state.canBeRetried else { throw .notAllowed(action: "retry", state: old.state) }
        let student = old.specification.student
        let today = uploads.student(student.architecture)?.description
        guard !student.isScript || today?.sha256 == student.sha256 else {
            throw .studentReplaced(student.architecture)
        }
        try requireSpace()
        let time = configuration.now()
        let new = identifiers.next(at: time)
        // Before the job: a folder without one is removed at the next start.
        let hasFolder = try configuration.stateDirectory.linkCheckpoints(of: id, to: new)
        do throws(JobsError) {
            let job = try store.retry(id, as: new, at: time, limits: configuration.queueLimits)
            announce(job, at: time)
            return job
        } catch {
            if hasFolder { removeFolder(new) }
            throw error
        }
    }

    private func submit(
        _ new: NewJob, at time: Date, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError) -> Job {
        try requireSpace()
        let hasFolder = try linkTeacher(of: new.specification, to: new.id)
        do throws(JobsError) {
            let job = try store.submit(new, at: time, limits: configuration.queueLimits, once: once)
            announce(job, at: time)
            return job
        } catch {
            if hasFolder { removeFolder(new.id) }
            throw error
        }
    }

    private func announce(_ job: Job, at time: Date) {
        context.count { $0.submissions += 1 }
        context.changed(job.id)
        wake(startWithin: job.specification.limits.startWithinSeconds, from: time)
    }

    /// There is something to claim, and perhaps to expire.
    func wake(startWithin seconds: Double?, from time: Date) {
        if let seconds { housekeeper.ring(at: time.addingTimeInterval(seconds)) }
        pool.withLock { $0 }?.wake()
    }
}

extension IdempotentAnswer {
    /// - Throws: `.storage` where `value` cannot be written as JSON.
    package init(_ value: some Encodable, id: String) throws(JobsError) {
        do {
            self.init(resource: id, body: String(decoding: try JSONCoding.encode(value), as: UTF8.self))
        } catch {
            throw .storage(action: "remember a request", reason: "\(error)")
        }
    }
}
