/// What is made of the training split before training; the test split stays as it is.
/// Applied in this order: subset, imbalance, the choice of the trusted examples, noise.
package struct TrainingSelection: Sendable, Equatable {
    /// Nil: everything.
    package var subset: Subset?
    /// How many times rarer the last class becomes than it was; at least 1 (no change).
    package var imbalanceFactor: Double
    /// Share of the labels, 0 to 1, that are replaced by another class; of those that are not trusted.
    package var labelNoise: Double
    package var noiseKind: LabelNoise.Kind
    /// Share of the examples, above 0 and below 1, whose labels the noise leaves alone; nil for none.
    package var trusted: Double?

    package init(
        subset: Subset? = nil, imbalanceFactor: Double = 1, labelNoise: Double = 0,
        noiseKind: LabelNoise.Kind = .symmetric, trusted: Double? = nil
    ) {
        self.subset = subset
        self.imbalanceFactor = imbalanceFactor
        self.labelNoise = labelNoise
        self.noiseKind = noiseKind
        self.trusted = trusted
    }
}
