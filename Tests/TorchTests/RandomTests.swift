import Testing
import Torch

@Suite("Randomness is an argument")
struct RandomTests {
    private func draws(_ random: RandomSource) throws -> [[Double]] {
        [
            try Tensor.normal([5], mean: 1, deviation: 2, random: random).doubles(),
            try Tensor.uniform([5], low: -3, high: -2, random: random).doubles(),
            try Tensor.bernoulli([20], probability: 0.5, random: random).doubles(),
            try Tensor.permutation(10, random: random).doubles(),
        ]
    }

    @Test func theSameSeedGivesTheSameValues() throws {
        let first = try draws(RandomSource(seed: 42))
        #expect(try draws(RandomSource(seed: 42)) == first)
        #expect(try draws(RandomSource(seed: 43)) != first)
    }

    @Test func valuesAreWhatTheyAreCalled() throws {
        let random = try RandomSource(seed: 1)
        let normal = try Tensor.normal([20_000], mean: 1, deviation: 2, type: .float64, random: random)
        #expect(try abs(normal.mean().item() - 1) < 0.05 && abs(normal.variance().item() - 4) < 0.15)
        let uniform = try Tensor.uniform([20_000], low: -3, high: -2, random: random)
        #expect(try uniform.minimum().item() >= -3 && uniform.maximum().item() < -2)
        let coins = try Tensor.bernoulli([20_000], probability: 0.3, random: random)
        #expect(try abs(coins.mean().item() - 0.3) < 0.02)
        #expect(try Tensor.permutation(100, random: random).integers().sorted() == Array(0..<100))
    }

    @Test func drawingDoesNotDependOnOtherSources() throws {
        let alone = try RandomSource(seed: 5)
        let interrupted = try RandomSource(seed: 5)
        _ = try draws(RandomSource(seed: 6))
        #expect(try draws(alone) == draws(interrupted))
    }
}
