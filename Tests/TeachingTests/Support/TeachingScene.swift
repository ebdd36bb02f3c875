import Testing
import Torch

@testable import Teaching

/// A student some steps into its training, about to make one more.
struct TeachingScene {
    let task: SmallTask
    let network: any Network
    let optimizer: any Optimizer
    let metrics: MetricSet
    let objective: Metric
    let weights: [Double]
    let scales: [Double]
    let type: DataType
    let teaching: LabelledBatch
    private let rate = 0.05
    private(set) var step: StudentStep

    /// - Parameters: network: another student than the task's; parameters: to begin with other ones than its own.
    init(
        _ task: SmallTask, network: (any Network)? = nil, optimizer name: String, type: DataType,
        metrics names: [String]? = nil, objective: Metric? = nil, parameters given: ParameterSet? = nil
    ) throws {
        let network = network ?? task.network
        self.task = task
        self.network = network
        self.type = type
        self.objective = try #require(objective ?? task.task.objectives.first)
        optimizer = try #require(TeachingGradientTests.optimizers[name])
        metrics = MetricSet(
            task.task.metrics.filter { names?.contains($0.name) ?? true }, references: task.task.references)
        let raw = (0..<metrics.count).map { 1 + Double($0 % 3) }
        weights = raw.map { $0 / raw.reduce(0, +) }
        scales = (0..<metrics.count).map { 0.5 + 0.25 * Double($0) }
        teaching = try task.batch(9, 77, type)
        let parameters = try (given ?? network.initialParameters(random: RandomSource(seed: 5))).map {
            try $0.to(type: type)
        }
        var student = StudentState(
            parameters: parameters,
            statistics: try network.initialStatistics().map { try $0.to(type: type) },
            optimizer: try optimizer.initialState(for: parameters.tensors))
        let maker = StepMaker(
            task: task, network: network, optimizer: optimizer, metrics: metrics, scales: scales, type: type,
            rate: rate)
        for seed in UInt64(1)...3 { student = try maker.step(student, seed, weights: weights).after }
        step = try maker.step(student, 4, weights: weights)
    }

    func closedForm() throws -> TeachingGradient {
        try step.teachingGradient(
            network: network, optimizer: optimizer, objective: objective, batch: teaching)
    }

    func doubleBackward() throws -> [Double] {
        try DoubleBackward.step(
            network: network, optimizer: optimizer, metrics: metrics, objective: objective,
            student: step.before, batch: step.batch, teaching: teaching, mode: step.mode, weights: weights,
            scales: step.scales, learningRate: rate
        ).values
    }

    func teachingLoss(changing index: Int, by delta: Double) throws -> Double {
        var changed = weights
        changed[index] += delta
        let maker = StepMaker(
            task: task, network: network, optimizer: optimizer, metrics: metrics, scales: scales, type: type,
            rate: rate)
        let other = try maker.step(step.before, 4, weights: changed)
        let answer = try network(
            teaching.input, parameters: other.after.parameters, statistics: other.after.statistics,
            mode: .training(dropoutSeed: nil))
        return try objective(answer.output, teaching.target).item()
    }
}

/// Makes a student step as the teaching loop makes it.
struct StepMaker {
    let task: SmallTask
    let network: any Network
    let optimizer: any Optimizer
    let metrics: MetricSet
    let scales: [Double]
    let type: DataType
    let rate: Double
    var examples = 12

    func step(_ student: StudentState, _ seed: UInt64, weights: [Double]) throws -> StudentStep {
        let batch = try task.batch(examples, seed, type)
        let mode = NetworkMode.training(dropoutSeed: seed)
        let leaves = try student.parameters.map { try $0.requiringGradient() }
        let convolutions = ConvolutionRecord()
        let result = try convolutions.recording {
            try network(batch.input, parameters: leaves, statistics: student.statistics, mode: mode)
        }
        let measured = try metrics.measure(output: result.output, target: batch.target)
        var outputGradient = try measured.gradients[0] * 0
        for (index, gradient) in measured.gradients.enumerated() {
            outputGradient = try outputGradient.adding(gradient, scale: weights[index] * scales[index])
        }
        let gradients = try Tensor.gradients(
            of: result.output, withRespectTo: leaves.tensors, outputGradients: [outputGradient])
        let updated = try optimizer.update(
            student.parameters.tensors, gradients: gradients, state: student.optimizer, learningRate: rate)
        return StudentStep(
            before: student,
            after: StudentState(
                parameters: try student.parameters.replacing(tensors: updated.parameters),
                statistics: result.statistics, optimizer: updated.state),
            batch: batch, mode: mode, gradients: gradients, learningRate: rate,
            metricGradients: measured.gradients, scales: scales, weights: weights,
            convolutions: convolutions)
    }
}
