import Torch

@testable import Teaching

/// Some steps of a student under the same weights, made as the teaching loop makes them.
struct SmallCourse {
    let task: SmallTask
    let optimizer: any Optimizer
    let metrics: MetricSet
    let scales: [Double]
    let weights: [Double]
    /// Before the first of ``steps``.
    let start: StudentState
    let steps: [StudentStep]
    let teaching: LabelledBatch

    /// - Parameter warmup: steps before them, which fill the optimiser's slots.
    init(_ task: SmallTask, optimizer: any Optimizer, steps count: Int, warmup: Int = 2) throws {
        self.task = task
        self.optimizer = optimizer
        metrics = MetricSet(task.task.metrics, references: task.task.references)
        let raw = (0..<metrics.count).map { 1 + Double($0 % 3) }
        weights = raw.map { $0 / raw.reduce(0, +) }
        scales = (0..<metrics.count).map { 0.5 + 0.25 * Double($0 % 4) }
        teaching = try task.batch(9, 77, .float64)
        let parameters = try task.network.initialParameters(random: RandomSource(seed: 5)).map {
            try $0.to(type: .float64)
        }
        var student = StudentState(
            parameters: parameters,
            statistics: try task.network.initialStatistics().map { try $0.to(type: .float64) },
            optimizer: try optimizer.initialState(for: parameters.tensors))
        var made: [StudentStep] = []
        for index in 0..<warmup + count {
            let maker = StepMaker(
                task: task, network: task.network, optimizer: optimizer, metrics: metrics, scales: scales,
                type: .float64, rate: 0.05 * (1 - 0.1 * Double(index)), examples: 8)
            var step = try maker.step(student, UInt64(index + 1), weights: weights)
            // As a step that is followed keeps none.
            step.convolutions = nil
            made.append(step)
            student = made[index].after
        }
        steps = Array(made.dropFirst(warmup))
        start = steps[0].before
    }

    /// dL_teach/dω through all steps by one second-order graph: the optimiser's state is in it too.
    func unrolled() throws -> [Double] {
        let leaf = try Tensor(weights, shape: [weights.count]).requiringGradient()
        let coefficients = try scales.enumerated().map { index, scale in try leaf.selected(0, index) * scale }
        var parameters = try start.parameters.map { try $0.requiringGradient() }
        var state = start.optimizer
        for step in steps {
            let output = try task.network(
                step.batch.input, parameters: parameters, statistics: start.statistics, mode: step.mode
            ).output
            let loss = try metrics.fused(
                output: output, target: step.batch.target, coefficients: coefficients)
            let gradients = try Tensor.gradients(
                of: loss, withRespectTo: parameters.tensors, createGraph: true)
            let updated = try optimizer.update(
                parameters.tensors, gradients: gradients, state: state, learningRate: step.learningRate)
            parameters = try parameters.replacing(tensors: updated.parameters)
            state = updated.state
        }
        let answer = try task.network(
            teaching.input, parameters: parameters, statistics: start.statistics,
            mode: .training(dropoutSeed: nil))
        let loss = try task.task.objectives[0](answer.output, teaching.target)
        return try Tensor.gradients(of: loss, withRespectTo: [leaf])[0].doubles()
    }

    func swept() throws -> [Double] {
        try TeachingHorizon(steps).teachingGradient(
            network: task.network, optimizer: optimizer, metrics: metrics,
            objective: task.task.objectives[0], batch: teaching
        )?.values ?? []
    }
}
