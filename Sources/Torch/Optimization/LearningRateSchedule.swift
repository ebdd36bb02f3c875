import func Foundation.cos

/// The learning rate over a training, as a factor on its initial value.
package struct LearningRateSchedule: Sendable {
    package let name: String
    package let description: String
    /// Factor at progress p in [0, 1), warm-up apart.
    private let factor: @Sendable (_ progress: Double) -> Double

    package static let constant = LearningRateSchedule(
        name: "constant", description: "the initial learning rate throughout"
    ) { _ in 1 }

    /// Loshchilov & Hutter 2017, without restarts.
    package static let cosine = LearningRateSchedule(
        name: "cosine", description: "(1 + cos πp) / 2 at progress p"
    ) { 0.5 * (1 + cos(.pi * $0)) }

    /// He et al. 2016.
    package static let step = LearningRateSchedule(
        name: "step", description: "a tenth from half of the training, a hundredth from three quarters"
    ) { $0 < 0.5 ? 1 : $0 < 0.75 ? 0.1 : 0.01 }

    package static let all = [constant, cosine, step]

    /// The factor for update `step` (0-based) of `total`, of which the first `warmup` rise linearly to 1.
    package func factor(step: Int, total: Int, warmup: Int) -> Double {
        let base = factor(total > 0 ? min(1, Double(step) / Double(total)) : 0)
        return step < warmup ? base * Double(step + 1) / Double(warmup + 1) : base
    }
}
