import Foundation
import Testing
import Torch

@testable import Teaching

@Suite struct UncertaintyWeightingTests {
    private let weighting = UncertaintyWeighting(base: [0.5, 0.25, 0.25, 0])

    private func state(_ values: [Double]) throws -> LearnedWeights {
        var state = try weighting.initialState(optimizer: StochasticGradientDescent())
        try state.parameters.replace("log_variance", with: Tensor(values, shape: [4]))
        return state
    }

    @Test func itBeginsAtTheBaseWeights() throws {
        let start = try weighting.initialState(optimizer: Adam())
        #expect(try weighting.weights(start) == [0.5, 0.25, 0.25, 0])
        #expect(try weighting.penalty(start) == 0)
    }

    @Test func aStepFollowsTheGradientOfThePublishedLoss() throws {
        let values = [0.3, -1.1, 2, 0.7]
        let measured = try Tensor([2, 0.1, 5, 3], shape: [4])
        // L = Σ ω⁰ (e^(−ζ) m̃ + ζ), by reverse mode.
        let leaf = try Tensor(values, shape: [4]).requiringGradient()
        let base = try Tensor(weighting.base, shape: [4])
        let weighted = try base * (-leaf).exp() * measured
        let loss = try (weighted + base * leaf).sum()
        let gradient = try Tensor.gradients(of: loss, withRespectTo: [leaf])[0].doubles()
        let next = try weighting.learn(
            state(values), weightedValues: weighted.doubles(), optimizer: StochasticGradientDescent(),
            learningRate: 0.1)
        let expected = zip(values, gradient).map { $0 - 0.1 * $1 }
        #expect(try largestDistance(next.parameters["log_variance"].doubles(), expected) < 1e-12)
        let sum = try weighting.weights(state(values)).enumerated().reduce(0) {
            try $0 + $1.element * measured.doubles()[$1.offset]
        }
        #expect(try abs(sum + weighting.penalty(state(values)) - loss.item()) < 1e-12)
    }

    @Test func theLogVarianceOfASteadyMetricBecomesItsLogarithm() throws {
        let optimizer = StochasticGradientDescent(momentum: 0.9)
        var state = try weighting.initialState(optimizer: optimizer)
        for _ in 0..<2000 {
            let weights = try weighting.weights(state)
            state = try weighting.learn(
                state, weightedValues: zip(weights, [2.0, 0.5, 1, 7]).map { $0 * $1 },
                optimizer: optimizer, learningRate: 0.05)
        }
        let found = try state.parameters["log_variance"].doubles()
        #expect(largestDistance(found, [log(2.0), log(0.5), 0, 0]) < 1e-6, "\(found)")
    }

    @Test func aMetricThatIsZeroGetsNoWeightWithoutEnd() throws {
        let optimizer = StochasticGradientDescent()
        var state = try weighting.initialState(optimizer: optimizer)
        for _ in 0..<500 {
            state = try weighting.learn(
                state, weightedValues: [0, 0.25, 0.25, 0], optimizer: optimizer, learningRate: 0.1)
        }
        #expect(try state.parameters["log_variance"].doubles() == [-UncertaintyWeighting.bound, 0, 0, 0])
    }
}
