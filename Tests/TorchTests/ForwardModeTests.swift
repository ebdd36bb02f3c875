import Testing
import Torch

@Suite("Forward mode")
struct ForwardModeTests {
    @Test func productsEqualCentralDifferences() throws {
        let network = try SmallNetwork()
        let directions = try network.directions(seed: 9)
        let (value, tangent) = try ForwardMode.product(of: network.parameters.tensors, along: directions) {
            try network($0)
        }
        let difference = try CentralDifference.product(of: network.parameters.tensors, along: directions) {
            try network($0)
        }
        #expect(try value.doubles() == network(network.parameters.tensors).doubles())
        #expect(try largestDistance(tangent.doubles(), difference.doubles()) < 1e-7)
        #expect(try tangent.abs().maximum().item() > 1e-3)
    }

    @Test func productsAreTheTransposeOfReverseMode() throws {
        let network = try SmallNetwork()
        let directions = try network.directions(seed: 10)
        let left = try Tensor.normal([3, 5], type: .float64, random: RandomSource(seed: 20))
        let leaves = try network.parameters.tensors.map { try $0.requiringGradient() }
        let gradients = try Tensor.gradients(
            of: network(leaves), withRespectTo: leaves, outputGradients: [left])
        let (_, tangent) = try ForwardMode.product(of: leaves, along: directions) { try network($0) }
        let forward = try innerProduct([tangent], [left])
        #expect(try abs(forward - innerProduct(gradients, directions)) < 1e-12 * max(1, abs(forward)))
        #expect(!tangent.requiresGradient)
    }

    @Test func productsOfGroupNormalization() throws {
        let random = try RandomSource(seed: 3)
        let layer = GroupNormalization(name: "g", groups: 3, channels: 6)
        let shapes = [[2, 6, 4, 3], [6], [6]]
        let inputs = try shapes.map { try Tensor.normal($0, type: .float64, random: random) }
        let directions = try shapes.map { try Tensor.normal($0, type: .float64, random: random) }
        func output(_ tensors: [Tensor]) throws -> Tensor {
            let parameters = try ParameterSet(
                names: ["g.weight", "g.bias"], tensors: Array(tensors.dropFirst()))
            return try layer(tensors[0], parameters)
        }
        let tangent = try ForwardMode.product(of: inputs, along: directions, output).tangent
        let difference = try CentralDifference.product(of: inputs, along: directions, output)
        #expect(try largestDistance(tangent.doubles(), difference.doubles()) < 1e-8)
    }

    @Test func productsInFloat32ThroughChannelsLast() throws {
        let random = try RandomSource(seed: 2)
        let x = try Tensor.normal([4, 3, 8, 8], random: random).channelsLast()
        let weight = try Tensor.normal([5, 3, 3, 3], random: random)
        let direction = try Tensor.normal([5, 3, 3, 3], random: random)
        let (_, tangent) = try ForwardMode.product(of: [weight], along: [direction]) {
            try x.convolved(weight: $0[0], padding: 1)
        }
        let expected = try x.convolved(weight: direction, padding: 1)
        #expect(try (tangent - expected).abs().maximum().item() < 1e-4)
    }

    @Test func aResultThatDependsOnNothingHasTheTangentZero() throws {
        let x = try Tensor([1.0, 2.0], shape: [2])
        let constant = try Tensor([5.0], shape: [1])
        let (value, tangent) = try ForwardMode.product(of: [x], along: [x]) { _ in constant }
        #expect(try value.doubles() == [5] && tangent.doubles() == [0])
    }

    @Test func theCallersTensorsCarryNoTangentAfterwards() throws {
        let x = try Tensor([3.0], shape: [1])
        var kept: Tensor?
        _ = try ForwardMode.product(of: [x], along: [x]) { inputs in
            kept = inputs[0]
            return try inputs[0].square()
        }
        let other = try Tensor([1.0], shape: [1])
        let old = try #require(kept)
        let (_, tangent) = try ForwardMode.product(of: [other], along: [other]) { try $0[0] * x * old }
        #expect(try tangent.item() == 9)
    }

    @Test func aThrowLeavesTheLevelFree() throws {
        struct Stop: Error {}
        let x = try Tensor([3.0], shape: [1])
        for _ in 0..<3 {
            #expect(throws: Stop.self) {
                try ForwardMode.product(of: [x], along: [x]) { _ in throw Stop() }
            }
        }
        #expect(try ForwardMode.product(of: [x], along: [x]) { try $0[0].square() }.tangent.item() == 18)
    }

    @Test func nestedProductsAndUnequalListsAreErrors() throws {
        let x = try Tensor([3.0], shape: [1])
        #expect(throws: TorchError.self) {
            try ForwardMode.product(of: [x], along: [x]) {
                try ForwardMode.product(of: $0, along: $0) { $0[0] }.value
            }
        }
        #expect {
            try ForwardMode.product(of: [x], along: []) { $0[0] }
        } throws: {
            "\($0)"
                == "The operation forward-mode product takes 1 tensors to match its other argument, 0 were given."
        }
    }
}
