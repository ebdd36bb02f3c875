package import Torch

/// A student that a user has written: a TorchScript module, made by `torch.jit.script` or `torch.jit.trace`.
///
/// It begins with the file's values, whatever the seed, and is looked at from outside alone: it has no taps. Its buffers
/// are its statistics. In training mode everything that it draws comes from the step's seed; where a step leaves dropout
/// out, PyTorch's dropout modules drop nothing (a dropout that is called as a function goes on, with one seed). What it
/// draws in evaluation mode comes from that one seed too.
package final class ScriptNetwork: Network {
    package let name: String
    package let function: ScriptFunction
    /// See ``chooseProductMode(_:parameters:statistics:)``.
    package private(set) var productMode = ProductMode.forward

    package convenience init(name: String, path: String, device: Device = .cpu) throws(StudentError) {
        self.init(name: name, function: try ScriptFile.read(path, name: name, device: device))
    }

    package init(name: String, function: ScriptFunction) {
        self.name = name
        self.function = function
    }

    package func initialParameters(random: RandomSource) throws -> ParameterSet {
        try function.parameters.map { tensor throws(TorchError) in try Self.rowMajor(tensor.clone()) }
    }

    package func initialStatistics() throws -> ParameterSet {
        try function.statistics.map { tensor throws(TorchError) in try Self.rowMajor(tensor.clone()) }
    }

    /// The same values, the last dimension innermost in memory. A batch has its channels there, and weights may: what the module's own
    /// convolutions would then do is what `Tensor.convolved` goes round, oneDNN's strided 1×1 kernel.
    private static func rowMajor(_ tensor: Tensor) throws(TorchError) -> Tensor {
        // Sizes of 1 have strides too, by which a convolution goes though they mean nothing: a flat tensor has them no more.
        try tensor.contiguous().flattened().reshaped(tensor.shape)
    }

    package func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        let result: (output: Tensor, statistics: ParameterSet)
        do throws(TorchError) {
            let images = try Self.rowMajor(input)
            switch mode {
            case .training(let seed):
                result = try function(
                    images, parameters: parameters, statistics: statistics, isTraining: true, seed: seed)
            case .evaluation:
                result = try function(
                    images, parameters: parameters, statistics: statistics, isTraining: false)
            }
        } catch {
            switch error {
            // The module's fault, or that of the images that it is given.
            case .operation(_, _, let message):
                throw StudentError.refusesInput(student: name, shape: input.shape, reason: message)
            case .noTensor(let found): throw StudentError.outputKind(student: name, found: found)
            default: throw StudentError.script(student: name, problem: "\(error)")
            }
        }
        return NetworkOutput(output: result.output, statistics: result.statistics, taps: [])
    }

    /// Tries the module with dual numbers once, and takes central differences from then on where that fails.
    /// - Returns: why it failed; nil where it did not.
    package func chooseProductMode(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet
    ) throws -> String? {
        do {
            _ = try ForwardMode.product(of: parameters.tensors, along: parameters.tensors) { duals in
                try self(
                    input, parameters: parameters.replacing(tensors: duals), statistics: statistics,
                    mode: .training(dropoutSeed: 0)
                ).output
            }
            productMode = .forward
            return nil
        } catch StudentError.refusesInput(_, _, let reason) {
            productMode = .centralDifference
            return reason
        }
    }

    /// Tries one product with a Hessian, the gradient of a gradient, as a horizon of several steps takes it at each.
    /// - Parameter input: as large a batch as training has: with few images an operation may take another way (`cdist`
    ///   does, up to 25).
    /// - Throws: `StudentError.noSecondDerivatives` where one of the module's operations has none.
    package func checkSecondDerivatives(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet
    ) throws {
        try withGradient {
            let leaves = try parameters.map { try $0.requiringGradient() }
            let output = try self(
                input, parameters: leaves, statistics: statistics, mode: .training(dropoutSeed: 0)
            ).output
            let slopes: [Tensor]
            do throws(TorchError) {
                slopes = try Tensor.gradients(
                    of: output.square().sum(), withRespectTo: leaves.tensors, createGraph: true)
            } catch {
                throw StudentError.script(student: name, problem: "It has no gradients: \(error)")
            }
            do throws(TorchError) {
                _ = try Tensor.gradients(
                    of: slopes, withRespectTo: leaves.tensors, outputGradients: parameters.tensors)
            } catch {
                guard case .operation(_, _, let message) = error else { throw error }
                throw StudentError.noSecondDerivatives(student: name, reason: message)
            }
        }
    }

    /// As the other says, whatever the module's operations allow.
    package func use(_ mode: ProductMode) { productMode = mode }
}
