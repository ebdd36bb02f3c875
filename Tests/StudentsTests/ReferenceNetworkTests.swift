import Testing
import Torch

@testable import Students

/// Students against the same networks made of PyTorch's and torchvision's modules.
@Suite struct ReferenceNetworkTests {
    @Test(
        arguments: [
            ("deeplabv3", "deeplabv3", 21, [:]), ("pspnet", "pspnet", 11, [:]), ("unet", "unet", 11, [:]),
            ("unet.64", "unet", 2, ["width": 64]), ("fcos", "fcos", 3, [:]), ("tinyyolo", "tinyyolo", 3, [:]),
            ("tinyyolo.1", "tinyyolo", 3, ["scales": 1]), ("yolov3", "yolov3", 80, [:]),
            ("wrn-16-4", "wrn-16-4", 10, [:]), ("wrn-28-10", "wrn-28-10", 10, [:]), ("vgg8", "vgg8", 10, [:]),
        ] as [(String, String, Int, [String: Double])])
    func parameterCounts(_ key: String, _ name: String, _ classes: Int, _ values: [String: Double]) throws {
        let shape = try SpatialStudents.shape(name, height: 64, width: 64, classes: classes, values)
        let network = try SpatialStudents.named(name).make(shape, StudentParameterValues(values))
        let count = try network.initialParameters(random: RandomSource(seed: 1)).count
        #expect(try count == #require(ReferenceNetworks.load().counts[key]))
        if name == "yolov3" { #expect(count == 61_949_149) }
    }

    @Test(arguments: SpatialStudents.names + ["vgg8", "wrn-16-4"])
    func outputsAndStatistics(_ name: String) throws {
        let golden = try #require(ReferenceNetworks.load().cases[name])
        let classes = SpatialStudents.isDetector(name) ? 2 : 3
        let network = try SpatialStudents.network(
            name, height: golden.height, width: golden.width, classes: classes, ["dropout": 0])
        let parameters = try ReferenceNetworks.filled(
            network.initialParameters(random: RandomSource(seed: 1)))
        let statistics = try ReferenceNetworks.filled(network.initialStatistics())
        #expect(parameters.names.sorted() == golden.names)
        let shape = [2, 3, golden.height, golden.width]
        let pixels = ReferenceNetworks.values("image", count: shape.reduce(1, *))
        let image = try Tensor(pixels.map { 1.5 * $0 }, shape: shape)
        for input in [image, try image.channelsLast()] {
            for (mode, expected) in [
                (NetworkMode.evaluation, golden.evaluated), (.training(dropoutSeed: nil), golden.trained),
            ] {
                let result = try network(
                    input, parameters: parameters, statistics: statistics, mode: mode)
                #expect(result.output.shape == golden.shape)
                let values = try result.output.doubles()
                let thinned = stride(from: 0, to: values.count, by: 7).map { values[$0] }
                #expect(largestDistance(thinned, expected) < 1e-9)
                guard case .training = mode else { continue }
                for (name, values) in golden.statistics {
                    #expect(try largestDistance(result.statistics[name].doubles(), values) < 1e-9)
                }
            }
        }
    }

    @Test func dilationGivesTheStridedNetworksPixels() throws {
        let strided = ResidualBackbone(name: "b", inputs: 1, width: 2)
        let dilated = ResidualBackbone(name: "b", inputs: 1, width: 2, outputStride: 8)
        var parameters = ParameterSet()
        var statistics = ParameterSet()
        try strided.initialize(into: &parameters, random: RandomSource(seed: 1))
        try strided.initialize(statistics: &statistics)
        parameters = try ReferenceNetworks.filled(parameters)
        statistics = try ReferenceNetworks.filled(statistics)
        let input = try SpatialStudents.images([1, 1, 70, 97], type: .float64)
        func stages(_ backbone: ResidualBackbone) throws -> [Tensor] {
            var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: .evaluation)
            return try backbone(input, &pass).map(\.activation)
        }
        let (few, many) = (try stages(strided), try stages(dilated))
        #expect(few.map { $0.shape[3] } == [25, 13, 7, 4])
        #expect(many.map { $0.shape[3] } == [25, 13, 13, 13])
        for (few, many, stride) in [(few[2], many[2], 2), (few[3], many[3], 4)] {
            let thinned = try many.averagePooled(1, stride: stride)
            #expect(try few.abs().maximum().item() > 0.1)
            #expect(try largestDistance(thinned.doubles(), few.doubles()) < 1e-12)
        }
    }
}
