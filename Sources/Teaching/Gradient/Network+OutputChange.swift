import Torch

extension Network {
    /// ż = (∂z/∂θ) v: how the output on a batch, exactly as a training step sees it, changes as the student's parameters
    /// move along v.
    /// - Parameter convolutions: of that step, where they were recorded.
    func outputChange(
        of student: StudentState, on batch: LabelledBatch, mode: NetworkMode, along direction: [Tensor],
        convolutions: ConvolutionRecord?
    ) throws -> Tensor {
        func output(_ parameters: [Tensor]) throws -> Tensor {
            try self(
                batch.input, parameters: student.parameters.replacing(tensors: parameters),
                statistics: student.statistics, mode: mode
            ).output
        }
        let parameters = student.parameters.tensors
        switch productMode {
        case .forward:
            func product() throws -> Tensor {
                try ForwardMode.product(of: parameters, along: direction, output).tangent
            }
            return try convolutions?.replaying(product) ?? product()
        case .centralDifference:
            return try Torch.withoutGradient {
                try CentralDifference.product(of: parameters, along: direction, output)
            }
        }
    }
}

/// (f(θ + ξv) − f(θ − ξv)) / 2ξ, for a ‖ξv‖ that is best in float32.
private enum CentralDifference {
    static func product(
        of inputs: [Tensor], along direction: [Tensor], _ body: ([Tensor]) throws -> Tensor
    ) throws -> Tensor {
        let squares = try Tensor.stacked(direction.map { try $0.square().sum().to(type: .float64) }, 0)
        let length = try squares.sum().item().squareRoot()
        guard length != 0 else { return try body(inputs).zerosLike() }
        let step = perturbation / length
        func moved(by step: Double) throws -> [Tensor] {
            try zip(inputs, direction).map { try $0.adding($1, scale: step) }
        }
        let change = try body(moved(by: step)) - body(moved(by: -step))
        return try change * (1 / (2 * step))
    }

    /// ‖ξv‖: the customary 0.01 is off by 7 % where this is by 0.3 %.
    private static let perturbation = 3e-4
}
