/// What is made of the training split before training; the test split stays as it is.
/// Applied in this order: subset, imbalance, noise.
package struct TrainingSelection: Sendable, Equatable {
    /// Nil: everything.
    package var subset: Subset?
    /// How many times rarer the last class becomes than it was; at least 1 (no change).
    package var imbalanceFactor: Double
    /// Share of the labels, 0 to 1, that are replaced by another class.
    package var labelNoise: Double

    package init(subset: Subset? = nil, imbalanceFactor: Double = 1, labelNoise: Double = 0) {
        self.subset = subset
        self.imbalanceFactor = imbalanceFactor
        self.labelNoise = labelNoise
    }
}
