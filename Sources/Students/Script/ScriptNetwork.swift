package import Torch

/// A student that a user has written: a TorchScript module, made by `torch.jit.script` or `torch.jit.trace`.
///
/// It begins with the file's values, whatever the seed, and is looked at from outside alone: it has no taps. Its buffers
/// are its statistics. In training mode everything that it draws comes from the step's seed; where a step leaves dropout
/// out, PyTorch's dropout modules drop nothing (a dropout that is called as a function goes on, with one seed).
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
        try function.parameters.map { tensor throws(TorchError) in try tensor.clone() }
    }

    package func initialStatistics() throws -> ParameterSet {
        try function.statistics.map { tensor throws(TorchError) in try tensor.clone() }
    }

    package func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        let result: (output: Tensor, statistics: ParameterSet)
        do throws(TorchError) {
            switch mode {
            case .training(let seed):
                result = try function(
                    input, parameters: parameters, statistics: statistics, isTraining: true, seed: seed)
            case .evaluation:
                result = try function(
                    input, parameters: parameters, statistics: statistics, isTraining: false)
            }
        } catch {
            // The module's fault, or that of the images that it is given.
            guard case .operation(_, _, let message) = error else {
                throw StudentError.script(student: name, problem: "\(error)")
            }
            throw StudentError.refusesInput(student: name, shape: input.shape, reason: message)
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

    /// As the other says, whatever the module's operations allow.
    package func use(_ mode: ProductMode) { productMode = mode }
}
