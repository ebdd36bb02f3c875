/// A network as a pure function of its parameters and its running statistics: what can be trained, and taught.
package protocol Network {
    /// - Returns: fresh parameters, drawn from `random`.
    func initialParameters(random: RandomSource) throws -> ParameterSet

    /// Running statistics at the start (batch normalisation's means and variances); empty where there are none.
    func initialStatistics() throws -> ParameterSet

    /// - Parameter input: `[batch, channels, height, width]`.
    /// - Returns: the output, and in training mode the statistics after this batch.
    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput

    /// How products with the Jacobian ∂output/∂parameters are computed.
    var productMode: ProductMode { get }
}

extension Network {
    package var productMode: ProductMode { .forward }
}

package enum NetworkMode {
    /// Batch statistics, and dropout masks drawn from a source seeded so: the same seed gives the same masks. nil
    /// leaves dropout out.
    case training(dropoutSeed: UInt64?)
    /// Running statistics, no dropout.
    case evaluation
}

package struct NetworkOutput {
    /// `[batch, classes]` for classification; `[batch, classes, height, width]` for segmentation; for detection
    /// `[batch, locations, 4 + 1 + classes]`: a box's corners in pixels, an objectness logit, the classes' logits.
    package var output: Tensor
    package var statistics: ParameterSet
    /// Activations of early, middle and late layers, after their nonlinearity: `[batch, channels, ...]`.
    package var taps: [Tap]

    package init(output: Tensor, statistics: ParameterSet, taps: [Tap]) {
        self.output = output
        self.statistics = statistics
        self.taps = taps
    }

    package struct Tap {
        package var name: String
        package var activation: Tensor

        package init(name: String, activation: Tensor) {
            self.name = name
            self.activation = activation
        }
    }
}
