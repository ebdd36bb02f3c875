package import Torch

/// The student's state as the teacher sees it: gathered over the training, read as one vector of fixed length,
/// independent of the student's architecture.
package struct StudentStatistics: Codable, Sendable, Equatable {
    /// Layers that the vector has room for: early, middle, late.
    package static let layers = 3

    package private(set) var training = OutputStatistics()
    package private(set) var teaching = OutputStatistics()
    package private(set) var layers: [LayerStatistics] = []
    private var trainingConfusion: ConfusionMatrix
    private var teachingConfusion: ConfusionMatrix
    private var firstLayers: [LayerStatistics] = []
    private var firstValues: [Double]?
    private var previousValues: [Double] = []
    private(set) var values: [Double] = []
    /// Shares of right answers; nil before there were answers.
    private(set) var trainingAccuracy: Double?
    private(set) var teachingAccuracy: Double?

    package init(classes: Int) {
        trainingConfusion = ConfusionMatrix(classes: classes, memory: 0.9)
        teachingConfusion = ConfusionMatrix(classes: classes, memory: 0.9)
    }

    /// Takes in a training batch, at the cadence of the teaching steps.
    /// - Parameter values: the metrics' batch means.
    package mutating func observe(training answers: Answers, values: [Double], taps: [NetworkOutput.Tap])
        throws
    {
        trainingConfusion.observe(answers)
        training = OutputStatistics(answers, confusion: trainingConfusion)
        trainingAccuracy = answers.accuracy
        layers = try taps.prefix(Self.layers).map { try LayerStatistics($0) }
        if firstLayers.isEmpty { firstLayers = layers }
        if firstValues == nil { firstValues = values }
        previousValues = self.values.isEmpty ? values : self.values
        self.values = values
    }

    package mutating func observe(teaching answers: Answers) {
        teachingConfusion.observe(answers)
        teaching = OutputStatistics(answers, confusion: teachingConfusion)
        teachingAccuracy = answers.accuracy
    }

    /// The length of ``vector(weights:selection:tracker:progress:rate:)`` for K metrics, 24 + 18 + 6K + 2: three times eight
    /// numbers of the output (training batch, teaching batch, their difference), six of each of three layers, six of each
    /// metric, progress and learning rate.
    package static func length(metrics: Int) -> Int {
        3 * 8 + layers * 6 + 6 * metrics + 2
    }

    /// The vector x_t, each entry about in [−1, 1].
    /// - Parameters: weights, selection: ω and a in force; progress: step/T; rate: learning rate/initial.
    package func vector(
        weights: [Double], selection: [Bool], tracker: UsefulnessTracker, progress: Double, rate: Double
    ) -> [Double] {
        var vector = training.vector + teaching.vector
        vector += zip(teaching.vector, training.vector).map { $0 - $1 }
        for index in 0..<Self.layers {
            guard index < layers.count else {
                vector += Array(repeating: 0, count: 6)
                continue
            }
            vector += zip(layers[index].vector, firstLayers[index].vector).map(Self.relative)
        }
        let metrics = weights.count
        vector += weights
        vector += selection.map { $0 ? 1 : 0 }
        let first = firstValues ?? Array(repeating: 0, count: metrics)
        let now = values.isEmpty ? first : values
        let before = previousValues.isEmpty ? now : previousValues
        vector += zip(now, first).map(Self.relative)
        vector += zip(now, before).map(Self.relative)
        vector += tracker.mean
        vector += tracker.confidence.map { 2 * $0 - 1 }
        vector += [progress, rate]
        return vector.map { $0.isFinite ? min(3, max(-3, $0)) : 0 }
    }

    /// (x − x₀)/(|x| + |x₀|): 0 when unchanged, within [−1, 1].
    private static func relative(_ value: Double, _ first: Double) -> Double {
        let size = abs(value) + abs(first)
        return size > 1e-12 ? (value - first) / size : 0
    }
}
