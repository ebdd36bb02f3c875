import Specification

/// Shows how a training goes on.
protocol EpochReporter: Sendable {
    func started(resumedFromEpoch: Int?)
    func epoch(_ record: EpochRecord)
    func log(_ message: String)
    /// Called once, before the last words.
    func end()
}
