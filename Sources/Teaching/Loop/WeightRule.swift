/// How a method comes to the weights ω of the fused metric.
package enum WeightRule: Sendable, Equatable {
    /// The same weights throughout, by metric; they sum to 1.
    case constant([Double])
    /// The teacher's, every `interval` student steps.
    case taught
    /// By log-variances that learn with the student (``UncertaintyWeighting``).
    case uncertainty
    /// All weight on the reference metrics, and a learned loss beside them (``LossNetwork``).
    case lossNetwork
}
