import Torch

/// The teaching batch evaluated at a student's parameters: L_teach and its gradient. The student sees the batch with batch
/// statistics and without dropout.
struct TeachingEvaluation {
    /// ∇_θ L_teach, by parameter.
    let gradients: [Tensor]
    /// L_teach.
    let loss: Double
    /// The student's output, in its task's layout.
    let output: Tensor

    init(
        _ student: StudentState, network: any Network, objective: Metric, batch: LabelledBatch
    ) throws {
        let leaves = try student.parameters.map { try $0.requiringGradient() }
        let answer = try network(
            batch.input, parameters: leaves, statistics: student.statistics,
            mode: .training(dropoutSeed: nil))
        let value = try objective(answer.output, batch.target)
        gradients = try Tensor.gradients(of: value, withRespectTo: leaves.tensors)
        loss = try value.item()
        output = try answer.output.detached()
    }
}
