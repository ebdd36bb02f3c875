import Testing
import Torch

/// An update backwards against reverse mode through the update itself.
@Suite struct OptimizationAdjointTests {
    static let optimizers: [String: any Optimizer] = [
        "sgd": StochasticGradientDescent(),
        "sgd, weight decay": StochasticGradientDescent(weightDecay: 0.1),
        "momentum": StochasticGradientDescent(momentum: 0.9, weightDecay: 0.1),
        "nesterov": StochasticGradientDescent(momentum: 0.8, nesterov: true, weightDecay: 0.1),
        "adam": Adam(),
        "adam, weight decay": Adam(epsilon: 1e-3, weightDecay: 0.1),
        "adamw": Adam(epsilon: 1e-3, weightDecay: 0.1, decoupled: true),
    ]

    @Test(arguments: optimizers.keys.sorted())
    func itEqualsReverseModeThroughTheUpdate(_ name: String) throws {
        let optimizer = try #require(Self.optimizers[name])
        let random = try RandomSource(seed: 3)
        func drawn() throws -> Tensor { try Tensor.normal([7], type: .float64, random: random) }
        let parameter = try drawn().requiringGradient()
        let gradient = try drawn().requiringGradient()
        // A mean may have any sign, a mean square may not.
        let slots = try optimizer.slots.map {
            try ($0 == "square" ? drawn().square() : drawn()).requiringGradient()
        }
        let updated = try optimizer.update(
            parameter, gradient: gradient, slots: slots, step: 3, learningRate: 0.05)
        let results = UpdateAdjoint(parameter: try drawn(), slots: try slots.map { _ in try drawn() })
        let expected = try Tensor.gradients(
            of: [updated.parameter] + updated.slots, withRespectTo: [parameter, gradient] + slots,
            outputGradients: [results.parameter] + results.slots)
        let found = try optimizer.adjoint(
            results, parameter: parameter, gradient: gradient, slots: slots, step: 3, learningRate: 0.05)
        #expect(found.arguments.slots.count == slots.count)
        let all = [found.arguments.parameter, found.gradient] + found.arguments.slots
        for (one, other) in zip(all, expected) {
            #expect(try largestDistance(one.doubles(), other.doubles()) < 1e-12)
        }
    }

    @Test(arguments: optimizers.keys.sorted())
    func byTheGradientAloneItIsTheDerivativeOfTheStep(_ name: String) throws {
        let optimizer = try #require(Self.optimizers[name])
        let values = try (0..<3).map {
            try Tensor.normal([5], type: .float64, random: RandomSource(seed: $0))
        }
        let slots = try optimizer.slots.map { _ in try values[2].square() }
        let zeros = UpdateAdjoint(
            parameter: values[0], slots: try slots.map { try $0.zerosLike() })
        let swept = try optimizer.adjoint(
            zeros, parameter: values[1], gradient: values[2], slots: slots, step: 2, learningRate: 0.1)
        let product = try optimizer.derivativeProduct(
            values[0], parameter: values[1], gradient: values[2], slots: slots, step: 2, learningRate: 0.1)
        // θ' = θ − U.
        #expect(try largestDistance(swept.gradient.doubles(), product.doubles().map { -$0 }) < 1e-12)
    }

    @Test(arguments: [DataType.float32, .float64])
    func aGradientThatNeverWasHasAFiniteAdjointInAdam(_ type: DataType) throws {
        let zero = try Tensor.zeros([3], type: type)
        let tiny = try Tensor([0, 1e-30, -1e-22], shape: [3]).to(type: type)
        for gradient in [zero, tiny] {
            let swept = try Adam().adjoint(
                UpdateAdjoint(parameter: zero.onesLike(), slots: [zero, zero]), parameter: zero,
                gradient: gradient, slots: [zero, zero], step: 1, learningRate: 0.001)
            let all = [swept.gradient, swept.arguments.parameter] + swept.arguments.slots
            #expect(try all.allSatisfy { try $0.doubles().allSatisfy { $0.isFinite } })
            // −η/ε, as of the step's derivative.
            #expect(try largestDistance(swept.gradient.doubles().map { $0 / -1e5 }, [1, 1, 1]) < 1e-5)
        }
    }
}
