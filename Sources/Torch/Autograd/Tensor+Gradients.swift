import CTorch

/// Reverse mode.
extension Tensor {
    /// ∂output/∂input for each input, in their order; zeros where the output does not depend on one. The output has
    /// one element, or `outputGradients` gives the vector from the left.
    package static func gradients(
        of output: Tensor, withRespectTo inputs: [Tensor], outputGradients: [Tensor]? = nil,
        retainGraph: Bool = false, createGraph: Bool = false
    ) throws(TorchError) -> [Tensor] {
        try gradients(
            of: [output], withRespectTo: inputs, outputGradients: outputGradients, retainGraph: retainGraph,
            createGraph: createGraph)
    }

    /// The gradient of the sum of the outputs, each with its vector from the left. The graph is freed unless
    /// `retainGraph` or `createGraph`; the latter makes the gradients differentiable themselves. An output that depends
    /// on nothing adds nothing, as long as another does.
    package static func gradients(
        of outputs: [Tensor], withRespectTo inputs: [Tensor], outputGradients: [Tensor]? = nil,
        retainGraph: Bool = false, createGraph: Bool = false
    ) throws(TorchError) -> [Tensor] {
        if let found = outputGradients?.count, found != outputs.count {
            throw .listLengths(operation: "gradients", expected: outputs.count, found: found)
        }
        guard !inputs.isEmpty else { return [] }
        // libtorch takes none that depends on nothing, such as the gradient of a parameter that is not used.
        let kept = outputs.indices.filter { outputs[$0].requiresGradient }
        if !kept.isEmpty, kept.count < outputs.count {
            return try gradients(
                of: kept.map { outputs[$0] }, withRespectTo: inputs,
                outputGradients: outputGradients.map { left in kept.map { left[$0] } },
                retainGraph: retainGraph, createGraph: createGraph)
        }
        var found = [OpaquePointer?](repeating: nil, count: inputs.count)
        let text = withExtendedLifetime((outputs, inputs, outputGradients)) {
            let left = outputGradients?.map { Optional($0.pointer) } ?? []
            return left.withUnsafeBufferPointer { left in
                ctorch_gradients(
                    outputs.map { Optional($0.pointer) }, outputs.count, inputs.map { Optional($0.pointer) },
                    inputs.count, outputGradients == nil ? nil : left.baseAddress,
                    retainGraph || createGraph, createGraph, &found)
            }
        }
        let handles = found.map { $0.map(TensorHandle.init) }
        if let text { throw TorchError("gradients", outputs, text) }
        var gradients: [Tensor] = []
        gradients.reserveCapacity(inputs.count)
        for (input, handle) in zip(inputs, handles) {
            gradients.append(
                handle == nil ? try input.zerosLike() : try Tensor(owning: handle, "gradients", [input]))
        }
        return gradients
    }
}
