import Testing
import Torch

@testable import Teaching

/// The closed form against double backward through the same update.
@Suite struct TeachingGradientTests {
    static let optimizers: [String: any Optimizer] = [
        "sgd": StochasticGradientDescent(),
        "momentum": StochasticGradientDescent(momentum: 0.9),
        "nesterov, weight decay": StochasticGradientDescent(momentum: 0.9, nesterov: true, weightDecay: 5e-3),
        "adam": Adam(),
        "adam, weight decay": Adam(epsilon: 1e-6, weightDecay: 1e-2),
        "adamw": Adam(weightDecay: 1e-2, decoupled: true),
    ]

    @Test(arguments: optimizers.keys.sorted())
    func itEqualsDoubleBackwardInFloat64(_ name: String) throws {
        let error = try relativeError(optimizer: name, type: .float64)
        #expect(error <= 1e-9, "\(name): \(error)")
    }

    @Test(arguments: optimizers.keys.sorted())
    func itEqualsDoubleBackwardInFloat32(_ name: String) throws {
        let error = try relativeError(optimizer: name, type: .float32)
        #expect(error <= 1e-3, "\(name): \(error)")
    }

    @Test(arguments: Metric.classification.map(\.name))
    func itEqualsDoubleBackwardForEachMetricAlone(_ name: String) throws {
        let error = try relativeError(optimizer: "nesterov, weight decay", type: .float64, metrics: [name])
        #expect(error <= 1e-9, "\(name): \(error)")
    }

    @Test(arguments: [SmallTask.segmentation, SmallTask.detection])
    func itEqualsDoubleBackwardForEachMetricOfATaskAlone(_ task: SmallTask) throws {
        for metric in task.task.metrics {
            let error = try relativeError(
                of: task, optimizer: "momentum", type: .float64, metrics: [metric.name])
            #expect(error <= 1e-9, "\(metric.name): \(error)")
        }
    }

    @Test(arguments: [SmallTask.segmentation, SmallTask.detection], optimizers.keys.sorted())
    func itEqualsDoubleBackwardForATasksWholeSet(_ task: SmallTask, _ optimizer: String) throws {
        let error = try relativeError(of: task, optimizer: optimizer, type: .float64)
        #expect(error <= 1e-9, "\(optimizer): \(error)")
    }

    @Test(arguments: SmallTask.all)
    func itEqualsDoubleBackwardForEveryObjective(_ task: SmallTask) throws {
        for objective in task.task.objectives {
            let error = try relativeError(of: task, optimizer: "adamw", type: .float64, objective: objective)
            #expect(error <= 1e-9, "\(objective.name): \(error)")
        }
    }

    @Test func itPredictsWhatAStepWithOtherWeightsDoes() throws {
        // Central difference of L_teach(θ'(ω)) in ω_0, through the real step.
        let scene = try Scene(.classification, optimizer: "adam", type: .float64)
        let exact = try scene.closedForm().values
        let delta = 1e-5
        let up = try scene.teachingLoss(changing: 0, by: delta)
        let down = try scene.teachingLoss(changing: 0, by: -delta)
        let difference = (up - down) / (2 * delta)
        #expect(abs(difference - exact[0]) <= 1e-6 * abs(exact[0]), "\(difference) and \(exact[0])")
    }

    @Test func itLeavesNoTraceInTheStudent() throws {
        let scene = try Scene(
            .classification, optimizer: "momentum", type: .float64, metrics: ["brier", "focal"])
        let before = try scene.step.after.statistics.tensors.map { try $0.doubles() }
        _ = try scene.closedForm()
        #expect(try scene.step.after.statistics.tensors.map { try $0.doubles() } == before)
    }

    private func relativeError(
        of task: SmallTask = .classification, optimizer: String, type: DataType, metrics: [String]? = nil,
        objective: Metric? = nil
    ) throws -> Double {
        let scene = try Scene(
            task, optimizer: optimizer, type: type, metrics: metrics, objective: objective)
        let closed = try scene.closedForm().values
        let double = try scene.doubleBackward()
        let size = double.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(size > 0)
        return zip(closed, double).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() / size
    }
}

/// A student some steps into its training, about to make one more.
private struct Scene {
    let task: SmallTask
    let optimizer: any Optimizer
    let metrics: MetricSet
    let objective: Metric
    let weights: [Double]
    let scales: [Double]
    let type: DataType
    let teaching: LabelledBatch
    private let rate = 0.05
    private(set) var step: StudentStep

    init(
        _ task: SmallTask, optimizer name: String, type: DataType, metrics names: [String]? = nil,
        objective: Metric? = nil
    ) throws {
        self.task = task
        self.type = type
        self.objective = try #require(objective ?? task.task.objectives.first)
        optimizer = try #require(TeachingGradientTests.optimizers[name])
        metrics = MetricSet(
            task.task.metrics.filter { names?.contains($0.name) ?? true }, references: task.task.references)
        let raw = (0..<metrics.count).map { 1 + Double($0 % 3) }
        weights = raw.map { $0 / raw.reduce(0, +) }
        scales = (0..<metrics.count).map { 0.5 + 0.25 * Double($0) }
        teaching = try task.batch(9, 77, type)
        let parameters = try task.network.initialParameters(random: RandomSource(seed: 5)).map {
            try $0.to(type: type)
        }
        var student = StudentState(
            parameters: parameters,
            statistics: try task.network.initialStatistics().map { try $0.to(type: type) },
            optimizer: try optimizer.initialState(for: parameters.tensors))
        let maker = StepMaker(
            task: task, optimizer: optimizer, metrics: metrics, scales: scales, type: type, rate: rate)
        for seed in UInt64(1)...3 { student = try maker.step(student, seed, weights: weights).after }
        step = try maker.step(student, 4, weights: weights)
    }

    func closedForm() throws -> TeachingGradient {
        try step.teachingGradient(
            network: task.network, optimizer: optimizer, objective: objective, batch: teaching)
    }

    func doubleBackward() throws -> [Double] {
        try DoubleBackward.step(
            network: task.network, optimizer: optimizer, metrics: metrics, objective: objective,
            student: step.before, batch: step.batch, teaching: teaching, mode: step.mode, weights: weights,
            scales: step.scales, learningRate: rate
        ).values
    }

    func teachingLoss(changing index: Int, by delta: Double) throws -> Double {
        var changed = weights
        changed[index] += delta
        let maker = StepMaker(
            task: task, optimizer: optimizer, metrics: metrics, scales: scales, type: type, rate: rate)
        let other = try maker.step(step.before, 4, weights: changed)
        let answer = try task.network(
            teaching.input, parameters: other.after.parameters, statistics: other.after.statistics,
            mode: .training(dropoutSeed: nil))
        return try objective(answer.output, teaching.target).item()
    }
}

private struct StepMaker {
    let task: SmallTask
    let optimizer: any Optimizer
    let metrics: MetricSet
    let scales: [Double]
    let type: DataType
    let rate: Double

    func step(_ student: StudentState, _ seed: UInt64, weights: [Double]) throws -> StudentStep {
        let batch = try task.batch(12, seed, type)
        let mode = NetworkMode.training(dropoutSeed: seed)
        let leaves = try student.parameters.map { try $0.requiringGradient() }
        let convolutions = ConvolutionRecord()
        let result = try convolutions.recording {
            try task.network(batch.input, parameters: leaves, statistics: student.statistics, mode: mode)
        }
        let measured = try metrics.measure(output: result.output, target: batch.target)
        var push = try measured.gradients[0] * 0
        for (index, gradient) in measured.gradients.enumerated() {
            push = try push.adding(gradient, scale: weights[index] * scales[index])
        }
        let gradients = try Tensor.gradients(
            of: result.output, withRespectTo: leaves.tensors, outputGradients: [push])
        let updated = try optimizer.update(
            student.parameters.tensors, gradients: gradients, state: student.optimizer, learningRate: rate)
        return StudentStep(
            before: student,
            after: StudentState(
                parameters: try student.parameters.replacing(tensors: updated.parameters),
                statistics: result.statistics, optimizer: updated.state),
            batch: batch, mode: mode, gradients: gradients, learningRate: rate,
            metricGradients: measured.gradients, scales: scales, weights: weights, convolutions: convolutions)
    }
}
