package import Specification

extension JobService {
    /// A job that does not run is cancelled at once; a running one is `cancelling` until its engine has saved a
    /// checkpoint. - Throws: `.notAllowed` in a terminal state.
    package func cancel(_ id: String) throws(JobsError) -> Job {
        let job = try store.cancel(id, at: configuration.now())
        context.tell(id, job.state)
        if job.state == .cancelling { pool.withLock { $0 }?.stop(id, .cancel) }
        if job.state.isTerminal { clean(id) }
        return job
    }

    /// A job that waits is paused at once; a running one is `pausing` until its engine has saved a checkpoint, and may
    /// still succeed. - Throws: `.notAllowed` in a terminal state, when it is paused, and while it is being cancelled.
    package func pause(_ id: String) throws(JobsError) -> Job {
        let job = try store.pause(id, at: configuration.now())
        context.tell(id, job.state)
        if job.state == .pausing { pool.withLock { $0 }?.stop(id, .pause) }
        return job
    }

    /// Puts a paused job back into the queue, from where it goes on at its checkpoint.
    /// - Throws: `.notAllowed` but when it is paused; `.queueFull`, `.ownerQueueFull`.
    package func resume(_ id: String) throws(JobsError) -> Job {
        let job = try store.resume(id, at: configuration.now(), limits: configuration.queueLimits)
        context.tell(id, job.state)
        pool.withLock { $0 }?.wake()
        return job
    }
}
