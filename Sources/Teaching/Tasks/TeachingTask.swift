/// What teaching knows of a task: how its students answer and the metrics that judge them. A further task is one value.
package struct TeachingTask: Sendable {
    package let layout: OutputLayout
    /// By group, then by name.
    package let metrics: [Metric]
    /// What plain training adds up: one metric of each group.
    package let references: [Metric]
    /// What a teacher may minimise on the teaching examples; the first is the default.
    package let objectives: [Metric]

    package init(layout: OutputLayout, metrics: [Metric], references: [Metric], objectives: [Metric]) {
        self.layout = layout
        self.metrics = metrics
        self.references = references
        self.objectives = objectives
    }

    package static let classification = TeachingTask(
        layout: .classes, metrics: Metric.classification, references: [.crossEntropy],
        objectives: [.crossEntropy, ClassMetric.generalizedCrossEntropy.overExamples])

    package static let segmentation = TeachingTask(
        layout: .pixels, metrics: Metric.segmentation, references: [ClassMetric.crossEntropy.overPixels],
        objectives: [.softJaccard, ClassMetric.crossEntropy.overPixels, .softDice, .lovaszSoftmax])

    package static let detection = TeachingTask(
        layout: .locations, metrics: Metric.detection, references: Metric.detectionReferences,
        objectives: [.detectionLoss, .smoothAveragePrecision])
}
