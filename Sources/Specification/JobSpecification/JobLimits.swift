/// What ends a job before its time.
package struct JobLimits: Codable, Sendable, Equatable {
    /// Of one attempt.
    package var maxSeconds: Double
    /// MiB (2²⁰ bytes) of memory that the engine may take.
    package var maxMemoryMb: Int
    /// From the submission to the first attempt; a job that waits longer expires.
    package var startWithinSeconds: Double?
}
