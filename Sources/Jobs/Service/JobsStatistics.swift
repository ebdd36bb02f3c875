package import Specification

/// A snapshot for the metrics page. What counts up counts from the start of this service.
package struct JobsStatistics: Sendable, Equatable {
    /// Jobs in the store by state, states without a job included.
    package var jobs: [JobState: Int] = [:]
    package var attempts: [JobAttempt.Outcome: Int] = [:]
    package var submissions = 0
    package var epochs = 0
    /// Seconds that epochs took, as their records say.
    package var trainingSeconds = 0.0
    /// Of the running jobs together, by their latest epochs.
    package var examplesPerSecond = 0.0
    package var slots = 0
    package var busySlots = 0
    /// Engine processes that are loaded and wait for a job.
    package var spares = 0
    /// Engine processes started.
    package var spawns = 0
    /// Attempts that were lost and put back into the queue.
    package var retries = 0
    /// Jobs that had not started in time.
    package var expirations = 0
    /// Ends of jobs that were posted, and those that were given up.
    package var webhooksDelivered = 0
    package var webhooksAbandoned = 0
    /// Tries to post that failed and come again.
    package var webhookRetries = 0
    /// Ends of jobs that wait to be posted.
    package var webhooksPending = 0
    /// Jobs that a service before this one left unfinished in a slot.
    package var recoveries = 0

    package var queueDepth: Int { jobs[.queued] ?? 0 }
}
