import Torch

/// What one student step came to.
package struct StepReport {
    /// The fused loss.
    package var loss: Double
    /// Each metric's value; nil where it has no weight and was not measured in this step.
    package var values: [Double?]
    /// ω of this step.
    package var weights: [Double]
    package var answers: Answers
    /// L_teach(θ_N), where this was the last step of a horizon of N steps; with N = 1 that is the teaching step.
    package var teachingLoss: Double?
    package var plainSeconds: Double
    package var teachingSeconds: Double
}

/// A student step with what the teacher and the record need of it.
struct LearnedStep {
    var step: StudentStep
    /// z.
    var output: Tensor
    var loss: Double
    var values: [Double?]
    var answers: Answers
    var taps: [NetworkOutput.Tap]
    /// What no plain step has: each metric's own gradient, the weights of examples, a learned loss.
    var teachingSeconds: Double
}
