import Testing
import Torch

@testable import Teaching

@Suite struct ExampleWeightsTests {
    private let course = Result {
        try SmallCourse(.classification, optimizer: StochasticGradientDescent(momentum: 0.9), steps: 1)
    }

    /// The gradient of the fused metric at the output, and what records the convolutions.
    private func outputGradient(
        _ step: StudentStep, _ task: SmallTask
    ) throws -> (Tensor, ConvolutionRecord) {
        let record = ConvolutionRecord()
        _ = try record.recording {
            try task.network(
                step.batch.input, parameters: step.before.parameters, statistics: step.before.statistics,
                mode: step.mode)
        }
        var sum = try step.metricGradients[0] * 0
        for (index, gradient) in step.metricGradients.enumerated() {
            sum = try sum.adding(gradient, scale: step.weights[index] * step.scales[index])
        }
        return (sum, record)
    }

    private func weights(objective: Metric) throws -> [Double] {
        let course = try course.get()
        let step = course.steps[0]
        let (gradient, record) = try outputGradient(step, course.task)
        return try ExampleWeights(
            outputGradient: gradient, student: step.before, batch: step.batch, mode: step.mode,
            convolutions: record, network: course.task.network, objective: objective,
            teaching: course.teaching
        ).values.doubles()
    }

    /// u by double backward through a step of gradient descent with ε_b at 0, as the source has it.
    private func usefulness(objective: Metric) throws -> [Double] {
        let course = try course.get()
        let step = course.steps[0]
        let size = step.batch.input.shape[0]
        let epsilon = try Tensor.zeros([size], type: .float64).requiringGradient()
        let parameters = try step.before.parameters.map { try $0.requiringGradient() }
        func answer(_ parameters: ParameterSet, _ batch: LabelledBatch, _ mode: NetworkMode) throws -> Tensor
        {
            try course.task.network(
                batch.input, parameters: parameters, statistics: step.before.statistics, mode: mode
            ).output
        }
        let logits = ClassLogits(
            try answer(parameters, step.batch, step.mode), target: step.batch.target)
        var loss = try Tensor.zeros([size], type: .float64)
        for (index, name) in course.metrics.names.enumerated() {
            let metric = try #require(ClassMetric.all.first { $0.name == name })
            loss = try loss.adding(metric.perExample(logits), scale: step.weights[index] * step.scales[index])
        }
        let gradients = try Tensor.gradients(
            of: (epsilon * loss).sum(), withRespectTo: parameters.tensors, createGraph: true)
        let moved = try parameters.replacing(
            tensors: zip(parameters.tensors, gradients).map { try $0.detached() - $1 })
        let teachingLoss = try objective(
            answer(moved, course.teaching, .training(dropoutSeed: nil)), course.teaching.target)
        return try Tensor.gradients(of: teachingLoss, withRespectTo: [epsilon])[0].doubles().map { -$0 }
    }

    @Test(arguments: TeachingTask.classification.objectives.map(\.name))
    func theyAreTheClippedUsefulnessOfDoubleBackward(_ name: String) throws {
        let objective = try #require(TeachingTask.classification.objectives.first { $0.name == name })
        let useful = try usefulness(objective: objective).map { max(0, $0) }
        let mean = useful.reduce(0, +) / Double(useful.count)
        #expect(useful.contains(0) && mean > 0)
        let found = try weights(objective: objective)
        #expect(largestDistance(found, useful.map { $0 / mean }) < 1e-9)
    }

    @Test func allCountAlikeWhereNoneIsUseful() throws {
        let flat = Metric(name: "flat", formula: "0", source: "a test") { try $0.output.sum() * 0 }
        #expect(try weights(objective: flat) == Array(repeating: 1, count: 8))
    }
}
