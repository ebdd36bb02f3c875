import Specification
import Teaching

/// What an epoch has come to so far, as plain numbers: a checkpoint in mid-epoch holds it.
struct EpochTally: Codable, Equatable {
    private(set) var steps = 0
    private(set) var examples = 0
    private(set) var plainSeconds = 0.0
    private(set) var teachingSeconds = 0.0
    /// Of the clock on the wall, with what the steps waited for their batches; evaluation is not in it.
    var seconds = 0.0
    private var loss = 0.0
    private var values: [Double]
    /// Steps in which each metric was measured.
    private var measured: [Int]
    private var weights: [Double]
    private var answers = 0
    private var correct = 0
    private var confusion: ConfusionMatrix
    private var calibration = CalibrationBins()
    private var crossEntropy = PowerSums()
    private var entropy = PowerSums()
    private var margin = PowerSums()

    init(metrics: Int, classes: Int) {
        values = Array(repeating: 0, count: metrics)
        measured = Array(repeating: 0, count: metrics)
        weights = Array(repeating: 0, count: metrics)
        confusion = ConfusionMatrix(classes: classes, memory: 1)
    }

    /// - Parameter examples: images of the step's batch.
    mutating func observe(_ report: StepReport, examples: Int) {
        steps += 1
        plainSeconds += report.plainSeconds
        teachingSeconds += report.teachingSeconds
        loss += report.loss
        for index in values.indices {
            if let value = report.values[index] {
                values[index] += value
                measured[index] += 1
            }
            weights[index] += report.weights[index]
        }
        let answers = report.answers
        self.examples += examples
        self.answers += answers.count
        confusion.observe(answers)
        for index in 0..<answers.count {
            let isCorrect = answers.target[index] == answers.predicted[index]
            correct += isCorrect ? 1 : 0
            calibration.observe(confidence: answers.confidence[index], isCorrect: isCorrect)
            crossEntropy.add(answers.crossEntropy[index])
            entropy.add(answers.entropy[index])
            margin.add(answers.margin[index])
        }
    }

    /// Mean fused loss over the steps.
    var meanLoss: Double { loss / Double(max(steps, 1)) }
    /// Over the steps in which each was measured.
    var meanValues: [Double] { zip(values, measured).map { $0 / Double(max($1, 1)) } }
    /// Mean ω, scaled so that the rounding of the sums does not show: they sum to 1.
    var meanWeights: [Double] {
        let sum = weights.reduce(0, +)
        return sum > 0 ? weights.map { $0 / sum } : weights
    }
    var examplesPerSecond: Double { Double(examples) / max(seconds, 1e-9) }
    /// Mean over the steps, without their teaching.
    var plainStepSeconds: Double { plainSeconds / Double(max(steps, 1)) }
    /// The same over the examples.
    var plainExampleSeconds: Double { plainSeconds / Double(max(examples, 1)) }
    var accuracy: Double { Double(correct) / Double(max(answers, 1)) }
    var meanCrossEntropy: Double { crossEntropy.mean }
    /// Teaching time in units of plain training time.
    var overhead: Double { plainSeconds > 0 ? teachingSeconds / plainSeconds : 0 }

    func statistics(layers: [LayerStatistics], teachingCrossEntropy: Double?) -> StatisticsRecord {
        StatisticsRecord(
            informationLoss: confusion.informationLoss,
            entropy: Spread(mean: entropy.mean, deviation: entropy.deviation),
            margin: Spread(mean: margin.mean, deviation: margin.deviation, skewness: margin.skewness),
            calibrationError: calibration.error,
            generalizationGap: teachingCrossEntropy.map { $0 - meanCrossEntropy },
            layers: layers.map { layer in
                LayerRecord(
                    name: layer.name, mean: layer.mean, deviation: layer.deviation, skewness: layer.skewness,
                    kurtosis: layer.kurtosis, deadFraction: layer.deadFraction,
                    effectiveRank: layer.effectiveRank)
            })
    }
}

/// Σ 1, Σ x, Σ x², Σ x³ of bounded numbers: moments that can be gathered batch by batch.
struct PowerSums: Codable, Equatable {
    private var count = 0.0
    private var first = 0.0
    private var second = 0.0
    private var third = 0.0

    mutating func add(_ value: Double) {
        count += 1
        first += value
        second += value * value
        third += value * value * value
    }

    var mean: Double { count > 0 ? first / count : 0 }

    var deviation: Double { variance.squareRoot() }

    var skewness: Double {
        guard variance > 1e-12 else { return 0 }
        let central = third / count - 3 * mean * second / count + 2 * mean * mean * mean
        return central / (variance * deviation)
    }

    private var variance: Double { count > 0 ? max(0, second / count - mean * mean) : 0 }
}
