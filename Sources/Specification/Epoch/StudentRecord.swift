/// How the student did in the epoch, and how it does after it.
package struct StudentRecord: Codable, Sendable, Equatable {
    /// Mean fused loss over the epoch's steps.
    package var loss: Double
    /// Mean of each metric over the epoch's steps in which it was measured.
    package var metrics: [String: Double]
    /// On the epoch's training batches, as the student answered them on its way.
    package var train: [String: Double]
    /// On the teaching examples of the epoch; nil for methods that keep none.
    package var teaching: Scores?
    /// On the test split; nil after epochs that it was not read in (`evaluation_interval`).
    package var test: Scores?
    package var statistics: StatisticsRecord

    package init(
        loss: Double, metrics: [String: Double], train: [String: Double], teaching: Scores?,
        test: Scores?, statistics: StatisticsRecord
    ) {
        self.loss = loss
        self.metrics = metrics
        self.train = train
        self.teaching = teaching
        self.test = test
        self.statistics = statistics
    }
}
