/// What a training takes where the specification does not say, as it suits a task.
package struct TrainingDefaults: Codable, Sendable, Equatable {
    package var batchSize: Int
    package var optimizer: OptimizerSelection.Name
    package var learningRate: Double
    package var weightDecay: Double
    package var augmentation: [String]
    /// The teacher's `learning_rate`.
    package var teacherLearningRate: Double
    /// The teacher's `floor`.
    package var floor: Double
    /// The teacher's `entropy`.
    package var entropy: Double
    /// Where the teaching examples come from where no label is known to be wrong.
    package var holdout: HoldoutPlan.Mode

    package init(
        batchSize: Int = 128, optimizer: OptimizerSelection.Name = .sgd, learningRate: Double = 0.1,
        weightDecay: Double = 5e-4, augmentation: [String] = [], teacherLearningRate: Double = 0.01,
        floor: Double = 0, entropy: Double = 0, holdout: HoldoutPlan.Mode = .nextBatch
    ) {
        self.batchSize = batchSize
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.augmentation = augmentation
        self.teacherLearningRate = teacherLearningRate
        self.floor = floor
        self.entropy = entropy
        self.holdout = holdout
    }
}
