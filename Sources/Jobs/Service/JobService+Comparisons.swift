package import Specification

extension JobService {
    /// The comparison and all its jobs are on stable storage when this returns.
    /// - Throws: `.queueFullForComparison`; then nothing is stored.
    package func submit(
        _ specification: ComparisonSpecification, owner: String? = nil
    ) throws(JobsError) -> Comparison {
        try submit(specification, owner: owner, answering: nil).comparison
    }

    /// As the other, and remembers the answer. - Returns: the answer.
    package func submit(
        _ specification: ComparisonSpecification, answering request: IdempotentRequest
    ) throws(JobsError) -> IdempotentAnswer {
        let (comparison, answer) = try submit(specification, owner: request.owner, answering: request)
        if let answer { return answer }
        return try IdempotentAnswer(comparison, id: comparison.id)
    }

    private func submit(
        _ specification: ComparisonSpecification, owner: String?, answering request: IdempotentRequest?
    ) throws(JobsError) -> (comparison: Comparison, answer: IdempotentAnswer?) {
        try requireSpace()
        let time = configuration.now()
        let id = identifiers.next(at: time, kind: "cmp")
        let planned = specification.jobs(id: id)
        let entries = planned.map(\.entry)
        let jobs = entries.map { _ in identifiers.next(at: time) }
        // Not read again: what was stored must not be answered with a failure.
        let members = zip(entries, jobs).map { entry, job in
            StoredComparison.Member(entry: entry, job: .init(id: job, state: .queued))
        }
        let comparison = Comparison(
            StoredComparison(
                id: id, owner: owner, createdAt: time, specification: specification, members: members))
        var once: (IdempotentRequest, IdempotentAnswer)?
        if let request { once = (request, try IdempotentAnswer(comparison, id: id)) }
        var folders: [String] = []
        do throws(JobsError) {
            for (job, planned) in zip(jobs, planned)
            where try linkTeacher(of: planned.specification, to: job) { folders.append(job) }
            try store.submit(
                specification, id: id, jobIDs: jobs, owner: owner, at: time,
                limits: configuration.queueLimits, once: once)
        } catch {
            folders.forEach(removeFolder)
            throw error
        }
        context.count { $0.submissions += jobs.count }
        for job in jobs { context.changed(job) }
        wake(startWithin: specification.specification.limits.startWithinSeconds, from: time)
        return (comparison, once?.1)
    }

    /// With the table as it is now. - Throws: `.unknownComparison`, as all that take a comparison's id.
    package func comparison(_ id: String) throws(JobsError) -> Comparison {
        Comparison(try store.comparison(id))
    }

    /// Whose the comparison is, as with jobs.
    package func owner(ofComparison id: String) throws(JobsError) -> String? {
        try store.owner(ofComparison: id)
    }

    package func comparisons(
        owner: String? = nil, after: String?, limit: Int
    ) throws(JobsError) -> ComparisonPage {
        try store.comparisons(owner: owner, after: after, limit: limit)
    }

    /// Cancels every job of it that has not ended. - Throws: `.comparisonNotAllowed` where all have ended.
    package func cancelComparison(_ id: String) throws(JobsError) -> Comparison {
        let states = try store.cancelComparison(id, at: configuration.now())
        for (job, state) in states {
            context.tell(job, state)
            if state == .cancelling { pool.withLock { $0 }?.stop(job, .cancel) }
            if state.isTerminal { clean(job) }
        }
        return try comparison(id)
    }

    /// Forgets the comparison and its jobs, and removes their files. - Throws: `.comparisonNotAllowed` where one of
    /// its jobs has not ended.
    package func deleteComparison(_ id: String) throws(JobsError) {
        for job in try store.deleteComparison(id) {
            context.changed(job)
            removeFolder(job)
        }
    }
}
