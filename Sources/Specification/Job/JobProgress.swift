/// How far a job is.
package struct JobProgress: Codable, Sendable, Equatable {
    /// Epochs done.
    package var epoch: Int
    /// Epochs in all.
    package var epochs: Int
    /// Epochs done, as a share of all: 0 to 1.
    package var fraction: Double
    /// To the end, at the pace of the latest epoch; nil before there is one, and while the job does not run.
    package var etaSeconds: Double?
    /// Of the latest epoch; nil as ``etaSeconds``.
    package var examplesPerSecond: Double?

    package init(epoch: Int, epochs: Int, etaSeconds: Double? = nil, examplesPerSecond: Double? = nil) {
        self.epoch = epoch
        self.epochs = epochs
        self.fraction = epochs > 0 ? Double(epoch) / Double(epochs) : 0
        self.etaSeconds = etaSeconds
        self.examplesPerSecond = examplesPerSecond
    }
}
