/// How layers act that differ between learning and judging.
package enum LayerMode: Sendable {
    /// Statistics of the batch, dropped activations.
    case training
    /// Running statistics, all activations.
    case evaluation
}
