import Foundation
import Testing
import Torch

/// The optimisers against `torch.optim`, and their derivatives against central differences.
@Suite struct OptimizationTests {
    private struct Courses: Decodable {
        var start: [Double]
        var gradients: [[Double]]
        var rates: [Double]
        var courses: [String: [[Double]]]
    }

    static let optimizers: [String: any Optimizer] = [
        "sgd": StochasticGradientDescent(),
        "sgd, weight decay": StochasticGradientDescent(weightDecay: 0.03),
        "momentum": StochasticGradientDescent(momentum: 0.9),
        "momentum, weight decay": StochasticGradientDescent(momentum: 0.9, weightDecay: 0.03),
        "nesterov, weight decay": StochasticGradientDescent(momentum: 0.8, nesterov: true, weightDecay: 0.03),
        "adam": Adam(),
        "adam, weight decay": Adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.03),
        "adamw": Adam(weightDecay: 0.03, decoupled: true),
    ]

    private func courses() throws -> Courses {
        try JSONDecoder().decode(
            Courses.self, from: Data(contentsOf: Golden.reference("optimizers.json")))
    }

    /// The parameter and state before each of the five steps, and after the last.
    private func walk(_ optimizer: any Optimizer, _ courses: Courses) throws -> [([Tensor], OptimizerState)] {
        var parameters = [try Tensor(courses.start, shape: [courses.start.count])]
        var state = try optimizer.initialState(for: parameters)
        var places = [(parameters, state)]
        for (gradient, rate) in zip(courses.gradients, courses.rates) {
            (parameters, state) = try optimizer.update(
                parameters, gradients: [Tensor(gradient, shape: [gradient.count])], state: state,
                learningRate: rate)
            places.append((parameters, state))
        }
        return places
    }

    @Test(arguments: optimizers.keys.sorted())
    func fiveStepsEqualPyTorchs(_ name: String) throws {
        let courses = try courses()
        let places = try walk(try #require(Self.optimizers[name]), courses)
        let expected = try #require(courses.courses[name])
        for (place, values) in zip(places.dropFirst(), expected) {
            #expect(try largestDistance(place.0[0].doubles(), values) < 1e-13)
        }
        #expect(places[5].1.step == 5)
    }

    @Test(arguments: optimizers.keys.sorted())
    func theDerivativeEqualsACentralDifferenceOfTheStep(_ name: String) throws {
        let optimizer = try #require(Self.optimizers[name])
        let courses = try courses()
        for (step, (parameters, state)) in try walk(optimizer, courses).dropLast().enumerated() {
            // Away from 0, where Adam's first step has a corner.
            let values = courses.gradients[step].map { $0 == 0 ? 0.4 : $0 }
            let gradient = try Tensor(values, shape: [6])
            let vector = try Tensor([1, -2, 0.5, 3, 1, -1], shape: [6])
            let rate = courses.rates[step]
            let exact = try optimizer.derivativeProduct(
                [vector], parameters: parameters, gradients: [gradient], state: state, learningRate: rate)[0]
            // U = θ − θ'
            let difference = try CentralDifference.product(of: [gradient], along: [vector], step: 1e-6) {
                try parameters[0]
                    - optimizer.update(parameters, gradients: $0, state: state, learningRate: rate)
                    .parameters[0]
            }
            #expect(try largestDistance(exact.doubles(), difference.doubles()) < 1e-7, "step \(step + 1)")
        }
    }

    @Test(arguments: [DataType.float32, .float64])
    func aGradientThatNeverWasHasAFiniteDerivativeInAdam(_ type: DataType) throws {
        let zero = try Tensor.zeros([3], type: type)
        let tiny = try Tensor([0, 1e-30, -1e-22], shape: [3]).to(type: type)
        for gradient in [zero, tiny] {
            let state = try Adam().initialState(for: [zero])
            let product = try Adam().derivativeProduct(
                [zero.onesLike()], parameters: [zero], gradients: [gradient], state: state,
                learningRate: 0.001)
            // η/ε: the slope of η g / (|g| + ε) at 0.
            #expect(try largestDistance(product[0].doubles().map { $0 / 1e5 }, [1, 1, 1]) < 1e-5)
            let updated = try Adam().update([zero], gradients: [gradient], state: state, learningRate: 0.001)
            #expect(try updated.parameters[0].doubles().allSatisfy { $0.isFinite })
        }
    }
}
