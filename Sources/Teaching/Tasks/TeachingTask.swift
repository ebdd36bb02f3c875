/// What teaching knows of a task: how its students answer and the metrics that judge them. A further task is one value.
package struct TeachingTask: Sendable {
    package let layout: OutputLayout
    /// By group, then by name.
    package let metrics: [Metric]
    /// Those of ``metrics`` that a teacher weighs where a training names none.
    package let usual: [Metric]
    /// What plain training adds up: one metric of each group.
    package let references: [Metric]
    /// What a teacher may minimise on the teaching examples; the first is the default.
    package let objectives: [Metric]

    /// - Parameter usual: names; nil for all.
    package init(
        layout: OutputLayout, metrics: [Metric], usual: [String]? = nil, references: [Metric],
        objectives: [Metric]
    ) {
        self.layout = layout
        self.metrics = metrics
        self.usual = usual.map { names in metrics.filter { names.contains($0.name) } } ?? metrics
        self.references = references
        self.objectives = objectives
    }

    package static let classification = TeachingTask(
        layout: .classes, metrics: Metric.classification,
        // Chosen by measurement (Results): generalised cross-entropy and mean absolute error look useful to a teacher of one step,
        // as they act on examples that the student nearly has right, and hardly train it alone; cosine left the set with them.
        usual: ["brier", "cross_entropy", "focal", "hinge", "label_smoothing"],
        references: [.crossEntropy],
        objectives: [
            .crossEntropy, ClassMetric.balancedSoftmax(classShares: nil).overExamples,
            ClassMetric.generalizedCrossEntropy.overExamples,
        ])

    package static let segmentation = TeachingTask(
        layout: .pixels, metrics: Metric.segmentation,
        // The region metrics, and those of the pixels that weigh them in different ways.
        usual: [
            "balanced_cross_entropy", "boundary_cross_entropy", "cross_entropy", "focal", "lovasz_softmax",
            "soft_dice", "soft_jaccard", "tversky",
        ],
        references: [ClassMetric.crossEntropy.overPixels],
        objectives: [.softJaccard, ClassMetric.crossEntropy.overPixels, .softDice, .lovaszSoftmax])

    package static let detection = TeachingTask(
        layout: .locations, metrics: Metric.detection, references: Metric.detectionReferences,
        objectives: [.detectionLoss, .smoothAveragePrecision])
}
