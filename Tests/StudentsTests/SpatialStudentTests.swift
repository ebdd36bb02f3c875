import Foundation
import Testing
import Torch

@testable import Students

/// What every student of segmentation and detection can do; a new one is found here by itself.
@Suite struct SpatialStudentTests {
    private static let sizes = [(32, 32), (33, 47), (40, 70), (63, 35)]

    private func locations(_ name: String, _ height: Int, _ width: Int) -> Int {
        let (strides, anchors): ([Int], Int) =
            switch name {
            case "tinyyolo": ([8, 16], 3)
            case "yolov3": ([8, 16, 32], 3)
            default: ([8, 16, 32], 1)
            }
        return strides.reduce(0) {
            $0 + anchors * ((height + $1 - 1) / $1) * ((width + $1 - 1) / $1)
        }
    }

    @Test(arguments: SpatialStudents.names)
    func itsScriptAnswersAsItDoesInBatchesOfAnySize(_ name: String) throws {
        let path = FileManager.default.temporaryDirectory.path + "/students-tests-\(UUID().uuidString).pt"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let network = try SpatialStudents.network(name, height: 33, width: 47, classes: 4)
        let parameters = try network.initialParameters(random: RandomSource(seed: 1))
        // Statistics that are not those of the start.
        let statistics = try network(
            SpatialStudents.images([6, 3, 33, 47]), parameters: parameters,
            statistics: network.initialStatistics(), mode: .training(dropoutSeed: nil)
        ).statistics
        try TorchScript.export(
            network: network, parameters: parameters, statistics: statistics,
            example: SpatialStudents.images([2, 3, 33, 47]), to: path)
        let script = try ScriptModule.read(path)
        for batch in [1, 2, 5] {
            let input = try SpatialStudents.images([batch, 3, 33, 47], seed: 9)
            let expected = try network(
                input, parameters: parameters, statistics: statistics, mode: .evaluation
            ).output
            let scale = max(1, try expected.abs().maximum().item())
            let distance = try (script(input) - expected).abs().maximum().item()
            #expect(distance <= 1e-6 * scale, "batch \(batch)")
        }
    }

    @Test func theCataloguesAreSortedAndEachMemberSaysWhatItIs() {
        for catalogue in [Student.segmentation, Student.detection] {
            let names = catalogue.map(\.name)
            #expect(names == names.sorted() && !names.isEmpty)
            #expect(catalogue.allSatisfy { !$0.description.isEmpty && !$0.source.isEmpty })
            for student in catalogue {
                #expect(student.parameters.allSatisfy { $0.range.contains($0.default) }, "\(student.name)")
            }
        }
        let all = (Student.classification + Student.segmentation + Student.detection).map(\.name)
        #expect(Set(all).count == all.count)
    }

    @Test(arguments: SpatialStudents.names)
    func theOutputCoversTheImageWhateverItsSize(_ name: String) throws {
        for (height, width) in Self.sizes {
            let network = try SpatialStudents.network(
                name, height: height, width: width, classes: 4, channels: 2)
            let parameters = try network.initialParameters(random: RandomSource(seed: 1))
            let statistics = try network.initialStatistics()
            let input = try SpatialStudents.images([2, 2, height, width])
            for (mode, input) in [
                (NetworkMode.training(dropoutSeed: 4), input), (.evaluation, try input.channelsLast()),
            ] {
                let result = try network(
                    input, parameters: parameters, statistics: statistics, mode: mode)
                let expected =
                    SpatialStudents.isDetector(name)
                    ? [2, locations(name, height, width), 9] : [2, 4, height, width]
                #expect(result.output.shape == expected, "\(height)×\(width)")
                #expect(try result.output.isFinite().all().item() == 1, "\(height)×\(width)")
                #expect(result.taps.count == 3 && Set(result.taps.map(\.name)).count == 3)
                #expect(result.taps.allSatisfy { $0.activation.shape[0] == 2 && $0.activation.rank == 4 })
            }
            if let detector = network as? any DetectionNetwork {
                #expect(detector.assign([]).count == locations(name, height, width))
                #expect(detector.assign([]).allSatisfy { $0 == .background })
            }
        }
    }

    @Test(arguments: SpatialStudents.names)
    func forwardAndReverseModeAgreeAndEqualACentralDifference(_ name: String) throws {
        let network = try SpatialStudents.network(
            name, height: 40, width: 33, classes: 2, ["dropout": 0.2], channels: 1)
        let parameters = try ReferenceNetworks.filled(
            network.initialParameters(random: RandomSource(seed: 1)))
        let statistics = try ReferenceNetworks.filled(network.initialStatistics())
        let input = try SpatialStudents.images([3, 1, 40, 33], type: .float64)
        func output(_ tensors: [Tensor]) throws -> Tensor {
            try network(
                input, parameters: parameters.replacing(tensors: tensors), statistics: statistics,
                mode: .training(dropoutSeed: 9)
            ).output
        }
        let leaves = try parameters.tensors.map { try $0.requiringGradient() }
        let value = try output(leaves)
        let left = try SpatialStudents.images(value.shape, type: .float64, seed: 5)
        let gradients = try Tensor.gradients(
            of: value, withRespectTo: leaves, outputGradients: [left])
        for (name, gradient) in zip(parameters.names, gradients) {
            #expect(try gradient.abs().maximum().item() > 0, "\(name)")
        }
        let random = try RandomSource(seed: 6)
        let directions = try parameters.tensors.map {
            try Tensor.normal($0.shape, type: .float64, random: random)
        }
        let tangent = try ForwardMode.product(of: parameters.tensors, along: directions, output).tangent
        // ⟨left, J v⟩ = ⟨Jᵀ left, v⟩
        let forward = try (tangent * left).sum().item()
        let backward = try zip(gradients, directions).reduce(0) { try $0 + ($1.0 * $1.1).sum().item() }
        #expect(abs(forward - backward) < 1e-9 * max(1, abs(backward)), "\(forward) and \(backward)")
        // (f(p + h v) − f(p − h v)) / 2h; the step is short, since a rectifier may change sides within it.
        let step = 1e-7
        let ahead = try output(zip(parameters.tensors, directions).map { try $0.adding($1, scale: step) })
        let behind = try output(zip(parameters.tensors, directions).map { try $0.adding($1, scale: -step) })
        let difference = try (ahead - behind) / (2 * step)
        let distance = try (difference - tangent).norm().item() / tangent.norm().item()
        #expect(distance < 1e-5)
    }

    @Test(arguments: SpatialStudents.names)
    func evaluationLeavesTheStatisticsAndTrainingMovesThem(_ name: String) throws {
        let network = try SpatialStudents.network(name, height: 32, width: 40, classes: 2)
        let parameters = try network.initialParameters(random: RandomSource(seed: 1))
        let statistics = try network.initialStatistics()
        let input = try SpatialStudents.images([3, 3, 32, 40])
        func after(_ mode: NetworkMode) throws -> ParameterSet {
            try network(input, parameters: parameters, statistics: statistics, mode: mode).statistics
        }
        let before = try statistics.tensors.map { try $0.doubles() }
        #expect(!before.isEmpty)
        #expect(try after(.evaluation).tensors.map { try $0.doubles() } == before)
        let moved = try after(.training(dropoutSeed: nil))
        #expect(moved.names == statistics.names)
        for (old, new) in zip(before, try moved.tensors.map { try $0.doubles() }) { #expect(old != new) }
        #expect(try statistics.tensors.map { try $0.doubles() } == before)
    }

    @Test(arguments: SpatialStudents.names)
    func theSameSeedGivesTheSameParameters(_ name: String) throws {
        let network = try SpatialStudents.network(name, height: 32, width: 40, classes: 2)
        func drawn(_ seed: UInt64) throws -> [[Double]] {
            try network.initialParameters(random: RandomSource(seed: seed)).tensors.map { try $0.doubles() }
        }
        #expect(try drawn(3) == drawn(3))
        #expect(try drawn(3) != drawn(4))
    }

    @Test(arguments: Student.detection.map(\.name))
    func nearlyEveryLocationIsBackgroundAtFirst(_ name: String) throws {
        let network = try SpatialStudents.network(name, height: 64, width: 64, classes: 2, ["width": 4])
        let output = try network(
            SpatialStudents.images([4, 3, 64, 64]),
            parameters: network.initialParameters(random: RandomSource(seed: 1)),
            statistics: network.initialStatistics(), mode: .training(dropoutSeed: nil)
        ).output
        let objectness = try output.narrowed(2, 4, 1).sigmoid()
        #expect(try abs(objectness.mean().item() - 0.01) < 0.003)
        #expect(try objectness.maximum().item() < 0.05)
        // Boxes have an area, and corners in order.
        let sizes = try output.narrowed(2, 2, 2) - output.narrowed(2, 0, 2)
        #expect(try sizes.minimum().item() > 0)
    }
}
