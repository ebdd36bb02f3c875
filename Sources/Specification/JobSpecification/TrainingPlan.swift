/// How the student learns, whatever its loss is.
package struct TrainingPlan: Codable, Sendable, Equatable {
    package var epochs: Int
    /// Examples of a batch, at most: an epoch has as few batches as that allows, as equal as can be.
    package var batchSize: Int
    package var optimizer: OptimizerSelection
    /// Name of the rule by which the learning rate changes.
    package var schedule: String
    /// Epochs in which the learning rate rises to its value.
    package var warmupEpochs: Double
    /// Names of the random changes of training images.
    package var augmentation: [String]
    /// The same seed gives the same run.
    package var seed: Int
    /// `cpu`, `cuda` or `cuda:N`.
    package var device: String
    package var precision: Precision
    /// Epochs from one evaluation on the test split to the next; the last epoch always has one.
    package var evaluationInterval: Int
}

extension TrainingPlan {
    /// Specifications that were stored before there was an `evaluation_interval` had every epoch evaluated.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            epochs: try container.decode(Int.self, forKey: .epochs),
            batchSize: try container.decode(Int.self, forKey: .batchSize),
            optimizer: try container.decode(OptimizerSelection.self, forKey: .optimizer),
            schedule: try container.decode(String.self, forKey: .schedule),
            warmupEpochs: try container.decode(Double.self, forKey: .warmupEpochs),
            augmentation: try container.decode([String].self, forKey: .augmentation),
            seed: try container.decode(Int.self, forKey: .seed),
            device: try container.decode(String.self, forKey: .device),
            precision: try container.decode(Precision.self, forKey: .precision),
            evaluationInterval: try container.decodeIfPresent(Int.self, forKey: .evaluationInterval) ?? 1)
    }
}
