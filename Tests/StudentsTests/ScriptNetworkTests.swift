import Foundation
import Testing
import Torch

@testable import Students

/// Modules of users as networks: against PyTorch's own answers, and against the built-in students.
@Suite struct ScriptNetworkTests {
    private func network(_ name: String) throws -> ScriptNetwork {
        try ScriptNetwork(name: name, path: ScriptFixture.path(name))
    }

    private func state(_ network: any Network) throws -> (parameters: ParameterSet, statistics: ParameterSet)
    {
        (try network.initialParameters(random: RandomSource(seed: 1)), try network.initialStatistics())
    }

    private func largest(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    @Test func itAnswersAndMovesItsBuffersAsPyTorchDoes() throws {
        let expected = try ScriptFixture.load().convolutional
        let network = try network("convolutional")
        let (parameters, statistics) = try state(network)
        #expect(
            statistics.names.sorted() == [
                "features.1.num_batches_tracked", "features.1.running_mean", "features.1.running_var",
            ])
        let images = try Tensor(expected.images, shape: [5, 1, 8, 8]).to(type: .float32)
        let before = try statistics.tensors.map { try $0.doubles() }
        // Single precision, as a training has all of its tensors.
        let floats = try statistics.map { try $0.to(type: .float32) }
        let evaluated = try network(images, parameters: parameters, statistics: floats, mode: .evaluation)
        #expect(try largest(evaluated.output.doubles(), expected.evaluation) <= 1e-5)
        #expect(evaluated.taps.isEmpty)
        let trained = try network(
            images, parameters: parameters, statistics: floats, mode: .training(dropoutSeed: nil))
        #expect(try largest(trained.output.doubles(), expected.training) <= 1e-5)
        for (name, tensor) in zip(trained.statistics.names, trained.statistics.tensors) {
            #expect(tensor.type == .float32)
            #expect(try largest(tensor.doubles(), try #require(expected.state[name])) <= 1e-6, "\(name)")
        }
        #expect(try floats.tensors.map { try $0.doubles() } == before)
        // What was set for one evaluation is not there in the next.
        let again = try network(images, parameters: parameters, statistics: floats, mode: .evaluation)
        #expect(try again.output.doubles() == evaluated.output.doubles())
    }

    @Test func whatIsDroppedFollowsFromTheSeed() throws {
        let network = try network("convolutional")
        let (parameters, statistics) = try state(network)
        let images = try Tensor.normal([4, 1, 8, 8], random: RandomSource(seed: 2))
        func output(_ seed: UInt64?) throws -> [Double] {
            try network(
                images, parameters: parameters, statistics: statistics, mode: .training(dropoutSeed: seed)
            ).output.doubles()
        }
        #expect(try output(1) == output(1))
        #expect(try output(1) != output(2))
        #expect(try output(nil) != output(1))
    }

    @Test func aScriptedCopyAnswersAsTheBuiltInStudent() throws {
        let copy = try network("perceptron")
        let (parameters, statistics) = try state(copy)
        let builtIn = try Student.mlp.make(
            StudentShape(channels: 2, height: 5, width: 5, classes: 5),
            StudentParameterValues(["width": 6, "depth": 1]))
        let fresh = try builtIn.initialParameters(random: RandomSource(seed: 1))
        #expect(fresh.names.sorted() == parameters.names.sorted())
        let images = try Tensor.normal([3, 2, 5, 5], random: RandomSource(seed: 2))
        func answer(_ network: any Network) throws -> ([Double], [[Double]]) {
            let leaves = try parameters.map { try $0.requiringGradient() }
            let output = try network(
                images, parameters: leaves, statistics: statistics, mode: .training(dropoutSeed: 1)
            ).output
            let gradients = try Tensor.gradients(of: output.square().sum(), withRespectTo: leaves.tensors)
            return (try output.doubles(), try gradients.map { try $0.doubles() })
        }
        let (mine, theirs) = (try answer(builtIn), try answer(copy))
        #expect(largest(mine.0, theirs.0) <= 1e-6)
        for (a, b) in zip(mine.1, theirs.1) { #expect(largest(a, b) <= 1e-5) }
    }

    @Test func sharedWeightsStayOneAndWhatIsFrozenIsKept() throws {
        let network = try network("tied")
        let (parameters, statistics) = try state(network)
        #expect(parameters.names == ["first.weight"])
        #expect(statistics.names == ["scale"])
        #expect(try statistics["scale"].doubles() == [2])
        let images = try Tensor.normal([3, 1, 2, 2], random: RandomSource(seed: 2))
        let doubled = try parameters.map { try $0 * 2 }
        let leaves = try doubled.map { try $0.requiringGradient() }
        let output = try network(
            images, parameters: leaves, statistics: statistics, mode: .training(dropoutSeed: nil)
        ).output
        // tanh(xWᵀ) Wᵀ · 2 by hand.
        let weight = try doubled["first.weight"]
        let x = try images.flattened(from: 1)
        let byHand = try x.linear(weight, nil).tanh().linear(weight, nil) * 2
        #expect(try largest(output.doubles(), byHand.doubles()) <= 1e-5)
        let gradient = try Tensor.gradients(of: output.sum(), withRespectTo: leaves.tensors)[0]
        #expect(try gradient.square().sum().item() > 0)
    }

    /// The module adds to the perceptron's answer how far one channel lies from the next in memory.
    @Test func itsImagesLieRowByRowHoweverTheyCome() throws {
        let (plain, said) = (try network("perceptron"), try network("layout"))
        let (parameters, statistics) = try state(plain)
        for (channels, height, width) in [(2, 5, 5), (1, 5, 10), (1, 50, 1), (50, 1, 1)] {
            // As a batch has them: the channels innermost.
            let images = try Tensor.normal([3, height, width, channels], random: RandomSource(seed: 2))
                .permuted([0, 3, 1, 2])
            func output(_ network: ScriptNetwork, _ mode: NetworkMode) throws -> Tensor {
                try network(images, parameters: parameters, statistics: statistics, mode: mode).output
            }
            for mode in [NetworkMode.training(dropoutSeed: 1), .evaluation] {
                let distance = try output(said, mode) - output(plain, mode)
                #expect(try (distance - Double(height * width)).abs().maximum().item() < 1e-4)
            }
        }
    }

    /// As `Tensor.convolved` computes it, which does without the kernel that corrupted the heap.
    @Test(arguments: [(7, 9), (8, 8), (60, 80)])
    func stridedPointwiseConvolutionsOfFewChannels(_ height: Int, _ width: Int) throws {
        let network = try network("strided")
        let (parameters, statistics) = try state(network)
        let images = try Tensor.normal([3, 8, height, width], random: RandomSource(seed: 8)).channelsLast()
        func gradients(_ output: (ParameterSet) throws -> Tensor) throws -> (Tensor, [Tensor]) {
            let leaves = try parameters.map { try $0.requiringGradient() }
            let value = try output(leaves)
            return (
                try value.detached(),
                try Tensor.gradients(of: value.square().sum(), withRespectTo: leaves.tensors)
            )
        }
        let found = try gradients {
            try network(
                images, parameters: $0, statistics: statistics, mode: .training(dropoutSeed: nil)
            ).output
        }
        let expected = try gradients {
            let weight = try $0["hidden1.weight"].narrowed(1, 0, 8).reshaped([6, 8, 1, 1])
            let scaled = try images * $0["hidden1.bias"].sum()
            return try scaled.convolved(weight: weight, stride: 2).mean([2, 3])
                .linear($0["output.weight"], $0["output.bias"])
        }
        #expect(try largest(found.0.doubles(), expected.0.doubles()) <= 1e-5)
        for (a, b) in zip(found.1, expected.1) {
            let scale = try b.abs().maximum().item()
            #expect(scale > 0)
            #expect(try (a - b).abs().maximum().item() <= 1e-3 * scale)
        }
    }

    @Test func whatTheModuleRaisesIsTheReason() throws {
        let network = try network("tied")
        let (parameters, statistics) = try state(network)
        let images = try Tensor.normal([2, 3, 2, 2], random: RandomSource(seed: 2))
        let error = try #require(throws: StudentError.self) {
            try network(images, parameters: parameters, statistics: statistics, mode: .evaluation)
        }
        #expect(
            error.description.hasPrefix(
                "The student 'tied' does not take the data's batches of shape [2, 3, 2, 2]"))
        #expect(error.description.contains("this module takes one channel"), "\(error)")
    }

    @Test(arguments: [("pair", "Tuple[Tensor, Tensor]"), ("named", "Dict[str, Tensor]")])
    func anAnswerThatIsNoTensorIsNamed(_ name: String, _ kind: String) throws {
        let network = try network(name)
        let (parameters, statistics) = try state(network)
        let images = try Tensor.normal([3, 2, 5, 5], random: RandomSource(seed: 2))
        for mode in [NetworkMode.training(dropoutSeed: 1), .evaluation] {
            let error = try #require(throws: StudentError.self) {
                try network(images, parameters: parameters, statistics: statistics, mode: mode)
            }
            #expect(
                error.description
                    == "The student '\(name)' answers with \(kind); its forward must give one tensor, "
                    + "[batch, classes], or [batch, classes, height, width] for segmentation.")
        }
    }

    /// A dropout that goes on in evaluation mode, as one that is called as a function does unless told otherwise.
    @Test func whatDrawsInEvaluationModeComesBackToo() throws {
        let network = try network("drawing")
        let (parameters, statistics) = try state(network)
        let images = try Tensor.normal([8, 2, 5, 5], random: RandomSource(seed: 2))
        func output(_ mode: NetworkMode) throws -> [Double] {
            try network(images, parameters: parameters, statistics: statistics, mode: mode).output.doubles()
        }
        #expect(try output(.training(dropoutSeed: 1)) != output(.training(dropoutSeed: 2)))
        let expected = try output(.evaluation)
        #expect(try output(.evaluation) == expected)
        let path = NSTemporaryDirectory() + "l2t-script-\(UUID().uuidString).pt"
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Written only if the archive answers as the network does.
        try TorchScript.export(
            network.function, parameters: parameters, statistics: statistics, example: images, to: path,
            metadata: [:])
        let module = try ScriptModule.read(path)
        #expect(try largest(module(images, seed: 0).doubles(), expected) <= 1e-6)
        #expect(try largest(module(images, seed: 1).doubles(), expected) > 1e-3)
    }

    /// In the scripted one with batch statistics; a trace is as it was traced, here in evaluation mode.
    @Test(arguments: ["convolutional", "traced"])
    func aFewStepsLowerTheLossAndProductsAgree(_ name: String) throws {
        let network = try network(name)
        let start = try state(network)
        var parameters = try start.parameters.map { try $0.to(type: .float64) }
        var statistics = try start.statistics.map { try $0.to(type: .float64) }
        let images = try Tensor.normal([12, 1, 8, 8], type: .float64, random: RandomSource(seed: 2))
        let labels = try Tensor((0..<12).map { Int64($0 % 10) }, shape: [12])
        let target = try labels.oneHot(10).to(type: .float64)
        var losses: [Double] = []
        for _ in 0..<5 {
            let leaves = try parameters.map { try $0.requiringGradient() }
            let result = try network(
                images, parameters: leaves, statistics: statistics, mode: .training(dropoutSeed: nil))
            let loss = try (result.output.logSoftmax(1) * target).sum() * (-1.0 / 12)
            losses.append(try loss.item())
            let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors)
            parameters = try parameters.replacing(
                tensors: zip(parameters.tensors, gradients).map { try $0.adding($1, scale: -0.01) })
            statistics = result.statistics
        }
        #expect(losses[4] < losses[0], "\(losses)")
        let random = try RandomSource(seed: 6)
        let direction = try parameters.tensors.map {
            try Tensor.normal($0.shape, type: .float64, random: random)
        }
        let (point, buffers) = (parameters, statistics)
        func output(_ tensors: [Tensor]) throws -> Tensor {
            try network(
                images, parameters: point.replacing(tensors: tensors), statistics: buffers,
                mode: .training(dropoutSeed: nil)
            ).output
        }
        func moved(_ step: Double) throws -> Tensor {
            try output(zip(point.tensors, direction).map { try $0.adding($1, scale: step) })
        }
        let product = try ForwardMode.product(of: point.tensors, along: direction, output).tangent
        let difference = try (moved(1e-6) - moved(-1e-6)) * 5e5
        #expect(try largest(product.doubles(), difference.doubles()) <= 1e-5)
        #expect(try product.square().sum().item() > 0)
        #expect(try network.chooseProductMode(images, parameters: point, statistics: buffers) == nil)
    }

    @Test func aHorizonOfSeveralStepsNeedsSecondDerivatives() throws {
        func check(_ name: String, _ count: Int) throws {
            let script = try network(name)
            let (parameters, statistics) = try state(script)
            try script.checkSecondDerivatives(
                Tensor.normal([count, 1, 8, 8], random: RandomSource(seed: 2)), parameters: parameters,
                statistics: statistics)
        }
        try check("convolutional", 4)
        try check("traced", 4)
        let error = try #require(throws: StudentError.self) { try check("prototypes", 4) }
        #expect(
            error.description.hasPrefix(
                "The student 'prototypes' has no second derivatives, so that teaching.horizon must be 1 for "
                    + "it: "))
        #expect(error.description.contains("cdist"), "\(error)")
        // With more than 25 images its distances are computed in another way, which has them.
        try check("prototypes", 26)
    }

    @Test func itsOperationsSayHowProductsAreComputed() throws {
        let (smooth, distances) = (try network("convolutional"), try network("prototypes"))
        let images = try Tensor.normal([4, 1, 8, 8], random: RandomSource(seed: 2))
        func reason(_ network: ScriptNetwork) throws -> String? {
            let (parameters, statistics) = try state(network)
            return try network.chooseProductMode(images, parameters: parameters, statistics: statistics)
        }
        #expect(try reason(smooth) == nil && smooth.productMode == .forward)
        let obstacle = try #require(try reason(distances))
        #expect(obstacle.contains("forward AD"), "\(obstacle)")
        #expect(distances.productMode == .centralDifference)
    }
}
