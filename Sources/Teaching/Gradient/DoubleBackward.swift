package import Torch

/// The same student step and teaching gradient by a second-order graph (`create_graph` through the update): what the
/// closed form of ``TeachingGradient`` is checked and timed against. Nothing in a training uses it.
package enum DoubleBackward {
    package struct Result {
        /// dL_teach/dω_i, by metric.
        package var values: [Double]
        /// θ'.
        package var parameters: [Tensor]
    }

    /// - Parameters: weights: ω; scales: s_ref/s_i.
    package static func step(
        network: any Network, optimizer: any Optimizer, metrics: MetricSet, objective: Metric,
        student: StudentState, batch: LabelledBatch, teaching: LabelledBatch, mode: NetworkMode,
        weights: [Double], scales: [Double], learningRate: Double
    ) throws -> Result {
        let leaf = try Tensor(weights, shape: [weights.count]).to(type: student.parameters.tensors[0].type)
            .to(device: batch.input.device).requiringGradient()
        let parameters = try student.parameters.map { try $0.requiringGradient() }
        let output = try network(
            batch.input, parameters: parameters, statistics: student.statistics, mode: mode
        ).output
        let coefficients = try scales.enumerated().map { index, scale in try leaf.selected(0, index) * scale }
        let loss = try metrics.fused(output: output, target: batch.target, coefficients: coefficients)
        let gradients = try Tensor.gradients(of: loss, withRespectTo: parameters.tensors, createGraph: true)
        let updated = try optimizer.update(
            student.parameters.tensors, gradients: gradients, state: student.optimizer,
            learningRate: learningRate)
        let answer = try network(
            teaching.input, parameters: student.parameters.replacing(tensors: updated.parameters),
            statistics: student.statistics, mode: .training(dropoutSeed: nil))
        let teachingLoss = try objective(answer.output, teaching.target)
        let weightGradient = try Tensor.gradients(of: teachingLoss, withRespectTo: [leaf])[0]
        return Result(
            values: try weightGradient.to(type: .float64).doubles(),
            parameters: try updated.parameters.map { try $0.detached() })
    }
}
