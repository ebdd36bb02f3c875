import Testing
import Torch

@Suite("Reverse mode")
struct GradientTests {
    @Test func gradientsEqualCentralDifferences() throws {
        let network = try SmallNetwork()
        let leaves = try network.parameters.tensors.map { try $0.requiringGradient() }
        let loss = try network(leaves).square().sum()
        let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves)
        #expect(gradients.map(\.shape) == leaves.map(\.shape))
        for seed in 1...3 as ClosedRange<UInt64> {
            let directions = try network.directions(seed: seed)
            let difference = try CentralDifference.product(of: network.parameters.tensors, along: directions)
            {
                try network($0).square().sum()
            }
            let expected = try difference.item()
            #expect(try abs(innerProduct(gradients, directions) - expected) < 1e-7 * max(1, abs(expected)))
        }
    }

    @Test func anUnusedInputHasTheGradientZero() throws {
        let used = try Tensor([2.0, 3.0], shape: [2]).requiringGradient()
        let unused = try Tensor([1.0, 1.0, 1.0], shape: [3]).requiringGradient()
        let gradients = try Tensor.gradients(of: (used * used).sum(), withRespectTo: [unused, used])
        #expect(try gradients.map { try $0.doubles() } == [[0, 0, 0], [4, 6]])
    }

    @Test func outputGradientsGiveTheVectorFromTheLeft() throws {
        let x = try Tensor([2.0, 3.0], shape: [2]).requiringGradient()
        let left = try Tensor([1.0, 10.0], shape: [2])
        let gradients = try Tensor.gradients(of: x.square(), withRespectTo: [x], outputGradients: [left])
        #expect(try gradients[0].doubles() == [4, 60])
    }

    @Test func anOutputThatDependsOnNothingAddsNothing() throws {
        let x = try Tensor([2.0], shape: [1]).requiringGradient()
        let constant = try Tensor([5.0, 5.0], shape: [2])
        let gradients = try Tensor.gradients(
            of: [constant, x.square()], withRespectTo: [x],
            outputGradients: [Tensor([1.0, 1.0], shape: [2]), Tensor([10.0], shape: [1])])
        #expect(try gradients[0].doubles() == [40])
        #expect(throws: TorchError.self) { try Tensor.gradients(of: [constant], withRespectTo: [x]) }
    }

    /// ∇_θ⟨∇_θ L, v⟩ where one of the parameters is not used.
    @Test func anUnusedParameterHasNoCurvature() throws {
        let used = try Tensor([3.0], shape: [1]).requiringGradient()
        let unused = try Tensor([1.0, 1.0], shape: [2]).requiringGradient()
        let slopes = try Tensor.gradients(
            of: used.pow(3), withRespectTo: [unused, used], createGraph: true)
        let bent = try Tensor.gradients(
            of: slopes, withRespectTo: [unused, used],
            outputGradients: [Tensor([1.0, 1.0], shape: [2]), Tensor([2.0], shape: [1])])
        #expect(try bent.map { try $0.doubles() } == [[0, 0], [36]])
    }

    @Test func createdGraphsGiveSecondDerivatives() throws {
        let x = try Tensor([2.0], shape: [1]).requiringGradient()
        let first = try Tensor.gradients(of: x.pow(3), withRespectTo: [x], createGraph: true)[0]
        let second = try Tensor.gradients(of: first, withRespectTo: [x])[0]
        #expect(try first.item() == 12 && second.item() == 12)
    }

    @Test func aFreedGraphIsAnError() throws {
        let x = try Tensor([2.0], shape: [1]).requiringGradient()
        let y = try x.exp()
        _ = try Tensor.gradients(of: y, withRespectTo: [x], retainGraph: true)
        _ = try Tensor.gradients(of: y, withRespectTo: [x])
        #expect(throws: TorchError.self) { try Tensor.gradients(of: y, withRespectTo: [x]) }
    }

    @Test func theModeIsRestoredAfterAThrow() throws {
        struct Stop: Error {}
        let x = try Tensor([2.0], shape: [1]).requiringGradient()
        try withoutGradient {
            #expect(try !(x * 2).requiresGradient)
            let inner = try withGradient { try x * 2 }
            #expect(inner.requiresGradient)
            #expect(try !(x * 2).requiresGradient)
        }
        #expect(throws: Stop.self) { try withoutGradient { throw Stop() } }
        #expect(try (x * 2).requiresGradient)
        #expect(throws: Stop.self) {
            try ForwardMode.product(of: [x], along: [x]) { _ in throw Stop() }
        }
        #expect(try (x * 2).requiresGradient)
    }

    @Test func stridedPointwiseConvolutionsOfFewChannelsInnermost() throws {
        let random = try RandomSource(seed: 8)
        for (height, width) in [(7, 9), (8, 8), (60, 80)] {
            let x = try Tensor.normal([3, 8, height, width], random: random)
            let weight = try Tensor.normal([16, 8, 1, 1], random: random)
            let left = try Tensor.normal([3, 16, (height + 1) / 2, (width + 1) / 2], random: random)
            let inputs = [try x.channelsLast().requiringGradient(), try weight.requiringGradient()]
            let gradients = try Tensor.gradients(
                of: inputs[0].convolved(weight: inputs[1], stride: 2), withRespectTo: inputs,
                outputGradients: [left])
            // y_o = Σ_i w_oi x_i at every second pixel, so ∂/∂x_i = Σ_o w_oi left_o there and 0 elsewhere.
            let kernel = try weight.reshaped([16, 8])
            let rows = try left.permuted([0, 2, 3, 1])
            let inner = try rows.matmul(kernel).permuted([0, 3, 1, 2])
            #expect(
                try largestDistance(
                    gradients[0].averagePooled(1, stride: 2).doubles(), inner.doubles()) < 1e-5)
            #expect(try abs(gradients[0].square().sum().item() / inner.square().sum().item() - 1) < 1e-4)
            let pixels = try x.averagePooled(1, stride: 2).permuted([0, 2, 3, 1]).reshaped([-1, 8])
            let outer = try rows.reshaped([-1, 16]).transposed(0, 1).matmul(pixels)
            let scale = try outer.abs().maximum().item()
            #expect(
                try (gradients[1].reshaped([16, 8]) - outer).abs().maximum().item() < 1e-5 * scale)
        }
    }
}
