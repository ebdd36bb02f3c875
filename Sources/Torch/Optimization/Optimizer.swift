/// A first-order optimiser as a pure function: θ' = θ − U(g), where U also depends on the optimiser's state.
///
/// Every operation is differentiable, so that an update made with gradient recording on can be differentiated
/// through; the teaching gradient needs no such graph, because U's derivative is diagonal and known in closed form.
package protocol Optimizer: Sendable {
    /// Names of the running tensors kept for each parameter, e.g. `momentum`.
    var slots: [String] { get }

    /// The update of one parameter.
    /// - Parameters: step: 1 for the first update; slots: one tensor for each of ``slots``, shaped as the parameter.
    func update(
        _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int, learningRate: Double
    ) throws -> (parameter: Tensor, slots: [Tensor])

    /// J_Uᵀ v of one parameter, J_U = ∂U/∂g at the same arguments as ``update(_:gradient:slots:step:learningRate:)``.
    func derivativeProduct(
        _ vector: Tensor, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int,
        learningRate: Double
    ) throws -> Tensor

    /// The update of one parameter backwards: what the derivatives of a number by θ' and by the slots after the update
    /// are by θ, g and the slots before it, at the same arguments as ``update(_:gradient:slots:step:learningRate:)``.
    /// g counts as independent of θ.
    func adjoint(
        _ results: UpdateAdjoint, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int,
        learningRate: Double
    ) throws -> (arguments: UpdateAdjoint, gradient: Tensor)
}

/// Derivatives of one number by a parameter and by its slots.
package struct UpdateAdjoint {
    package var parameter: Tensor
    package var slots: [Tensor]

    package init(parameter: Tensor, slots: [Tensor]) {
        self.parameter = parameter
        self.slots = slots
    }
}

/// The running tensors of an optimiser for a whole set of parameters.
package struct OptimizerState {
    /// Updates done.
    package var step: Int
    /// `[parameter][slot]`.
    package var slots: [[Tensor]]

    package init(step: Int, slots: [[Tensor]]) {
        self.step = step
        self.slots = slots
    }
}

extension Optimizer {
    /// The state before the first update: zeros for each slot of each parameter, in its shape and type, on its device.
    package func initialState(for parameters: [Tensor]) throws -> OptimizerState {
        OptimizerState(
            step: 0,
            slots: try parameters.map { parameter in try slots.map { _ in try parameter.zerosLike() } })
    }

    /// The update of all parameters: θ' and the state after it.
    /// - Parameters: gradients: ∂L/∂θ, one for each parameter, in its shape; state: from before the update, of these parameters;
    ///   learningRate: η. - Throws: `TorchError` where libtorch refuses the shapes.
    package func update(
        _ parameters: [Tensor], gradients: [Tensor], state: OptimizerState, learningRate: Double
    ) throws -> (parameters: [Tensor], state: OptimizerState) {
        var updated: [Tensor] = []
        var next = OptimizerState(step: state.step + 1, slots: [])
        for (index, parameter) in parameters.enumerated() {
            let result = try update(
                parameter, gradient: gradients[index], slots: state.slots[index], step: next.step,
                learningRate: learningRate)
            updated.append(result.parameter)
            next.slots.append(result.slots)
        }
        return (updated, next)
    }

    /// The update of all parameters backwards; `state` is the one from before it.
    package func adjoint(
        _ results: [UpdateAdjoint], parameters: [Tensor], gradients: [Tensor], state: OptimizerState,
        learningRate: Double
    ) throws -> (arguments: [UpdateAdjoint], gradients: [Tensor]) {
        let swept = try results.indices.map { index in
            try adjoint(
                results[index], parameter: parameters[index], gradient: gradients[index],
                slots: state.slots[index], step: state.step + 1, learningRate: learningRate)
        }
        return (swept.map(\.arguments), swept.map(\.gradient))
    }

    /// J_Uᵀ v for all parameters; `state` is the one from before the update.
    package func derivativeProduct(
        _ vectors: [Tensor], parameters: [Tensor], gradients: [Tensor], state: OptimizerState,
        learningRate: Double
    ) throws -> [Tensor] {
        try vectors.indices.map { index in
            try derivativeProduct(
                vectors[index], parameter: parameters[index], gradient: gradients[index],
                slots: state.slots[index], step: state.step + 1, learningRate: learningRate)
        }
    }
}
