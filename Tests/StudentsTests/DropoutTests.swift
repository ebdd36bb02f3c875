import Testing
import Torch

@testable import Students

@Suite struct DropoutTests {
    private func output(_ mode: NetworkMode, dropout: Double = 0.5) throws -> [Double] {
        let shape = StudentShape(channels: 1, height: 4, width: 4, classes: 3)
        let network = try Student.mlp.make(shape, StudentParameterValues(["dropout": dropout, "width": 32]))
        let parameters = try network.initialParameters(random: RandomSource(seed: 1))
        let input = try Tensor.normal([2, 1, 4, 4], random: RandomSource(seed: 2))
        return try network(input, parameters: parameters, statistics: ParameterSet(), mode: mode).output
            .doubles()
    }

    @Test func aSeedGivesOneMask() throws {
        #expect(try output(.training(dropoutSeed: 3)) == output(.training(dropoutSeed: 3)))
        #expect(try output(.training(dropoutSeed: 3)) != output(.training(dropoutSeed: 4)))
    }

    @Test func nothingIsDroppedWithoutASeedOrInEvaluation() throws {
        #expect(try output(.training(dropoutSeed: nil)) == output(.evaluation))
        #expect(try output(.training(dropoutSeed: 3)) != output(.evaluation))
        #expect(try output(.training(dropoutSeed: 3), dropout: 0) == output(.evaluation, dropout: 0))
    }
}
