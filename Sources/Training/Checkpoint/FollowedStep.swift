import Teaching
import Torch

/// A student step that a horizon follows, as a checkpoint holds it: its plain part here, its tensors by name.
struct FollowedStep: Codable {
    var dropoutSeed: UInt64?
    var learningRate: Double
    var scales: [Double]
    var weights: [Double]
    /// The student's updates before it.
    var updates: Int
    /// Those of its tensors that lie in memory with their channels innermost: the layout decides which kernels run.
    var channelsLast: [String]

    init(_ step: StudentStep) {
        if case .training(let seed) = step.mode { dropoutSeed = seed }
        learningRate = step.learningRate
        scales = step.scales
        weights = step.weights
        updates = step.before.optimizer.step
        channelsLast = Self.tensors(of: step).filter { $0.1.isChannelsLast && !$0.1.isContiguous }.map(\.0)
    }

    static func tensors(of step: StudentStep) -> [(String, Tensor)] {
        let before = step.before
        let names = before.parameters.names
        var tensors = [("input", step.batch.input), ("target", step.batch.target)]
        func add(_ prefix: String, _ names: [String], _ values: [Tensor]) {
            tensors += zip(names, values).map { ("\(prefix)/\($0)", $1) }
        }
        add("parameters", names, before.parameters.tensors)
        add("statistics", before.statistics.names, before.statistics.tensors)
        add("gradient", names, step.gradients)
        add("metric", step.metricGradients.indices.map(String.init), step.metricGradients)
        for (name, slots) in zip(names, before.optimizer.slots) {
            add("optimizer/\(name)", slots.indices.map(String.init), slots)
        }
        return tensors
    }

    /// - Parameters: state: of the same setting, which says the names; after: the student after the step; tensor: by
    ///   name.
    func step(
        like state: TeachingState, after: StudentState, tensor: (String) throws -> Tensor
    ) throws -> StudentStep {
        func placed(_ name: String) throws -> Tensor {
            channelsLast.contains(name) ? try tensor(name).channelsLast() : try tensor(name)
        }
        let names = state.student.parameters.names
        let statistics = state.student.statistics
        let slots = try zip(names, state.student.optimizer.slots).map { name, known in
            try known.indices.map { try placed("optimizer/\(name)/\($0)") }
        }
        let before = StudentState(
            parameters: try state.student.parameters.replacing(
                tensors: names.map { try placed("parameters/\($0)") }),
            statistics: try statistics.replacing(
                tensors: statistics.names.map { try placed("statistics/\($0)") }),
            optimizer: OptimizerState(step: updates, slots: slots))
        return StudentStep(
            before: before, after: after,
            batch: LabelledBatch(input: try placed("input"), target: try placed("target")),
            mode: .training(dropoutSeed: dropoutSeed),
            gradients: try names.map { try placed("gradient/\($0)") }, learningRate: learningRate,
            metricGradients: try scales.indices.map { try placed("metric/\($0)") }, scales: scales,
            weights: weights, convolutions: nil)
    }
}
