import Foundation
import Testing
import Torch

@testable import Students

/// What every student of the catalogue can do; a new one is found here by itself.
@Suite struct StudentTests {
    private static let shapes = [
        StudentShape(channels: 1, height: 8, width: 8, classes: 10),
        StudentShape(channels: 3, height: 32, width: 32, classes: 10),
        StudentShape(channels: 1, height: 28, width: 28, classes: 7),
        StudentShape(channels: 2, height: 9, width: 15, classes: 2),
        StudentShape(channels: 1, height: 17, width: 33, classes: 3),
        StudentShape(channels: 1, height: 4, width: 4, classes: 3),
    ]

    /// All but those that are longer or wider forms of others.
    private static let names = Student.classification.map(\.name).filter {
        !["resnet32", "resnet56", "wrn-28-10"].contains($0)
    }

    /// Longer forms, which are checked on one shape of data: only their numbers of layers are new.
    private static let longerNames = ["resnet32", "resnet56"]

    private func student(_ name: String) throws -> Student {
        try #require(Student.classification.first { $0.name == name })
    }

    private func images(_ shape: StudentShape, count: Int = 3, type: DataType = .float32) throws -> Tensor {
        try Tensor.normal(
            [count, shape.channels, shape.height, shape.width], type: type, random: RandomSource(seed: 2))
    }

    @Test func theCatalogueIsSortedAndEachMemberSaysWhatItIs() {
        let names = Student.classification.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        #expect(Student.classification.allSatisfy { !$0.description.isEmpty && !$0.source.isEmpty })
        for student in Student.classification {
            #expect(student.parameters.allSatisfy { $0.range.contains($0.default) }, "\(student.name)")
        }
    }

    @Test(arguments: Self.names)
    func theOutputIsOneRowOfClassesAnImageWhateverTheSize(_ name: String) throws {
        for shape in Self.shapes {
            let network = try student(name).make(shape, StudentParameterValues())
            let parameters = try network.initialParameters(random: RandomSource(seed: 1))
            let statistics = try network.initialStatistics()
            for mode in [NetworkMode.training(dropoutSeed: 4), .evaluation] {
                let result = try network(
                    images(shape), parameters: parameters, statistics: statistics, mode: mode)
                #expect(result.output.shape == [3, shape.classes], "\(shape)")
                #expect(try result.output.doubles().allSatisfy { $0.isFinite }, "\(shape)")
                #expect((1...3).contains(result.taps.count), "\(shape)")
                #expect(result.taps.allSatisfy { $0.activation.shape[0] == 3 && $0.activation.rank >= 2 })
                #expect(Set(result.taps.map(\.name)).count == result.taps.count)
            }
        }
    }

    @Test(arguments: Self.names)
    func everyParameterHasAGradientAndTheForwardProductAgrees(_ name: String) throws {
        let shape = Self.shapes[0]
        let network = try student(name).make(shape, StudentParameterValues(["dropout": 0.2]))
        let parameters = try network.initialParameters(random: RandomSource(seed: 1))
            .map { try $0.to(type: .float64) }
        let statistics = try network.initialStatistics().map { try $0.to(type: .float64) }
        let input = try images(shape, count: 12, type: .float64)
        let leaves = try parameters.map { try $0.requiringGradient() }
        func output(_ set: ParameterSet) throws -> Tensor {
            try network(input, parameters: set, statistics: statistics, mode: .training(dropoutSeed: 9))
                .output
        }
        let value = try output(leaves)
        let left = try Tensor.normal(value.shape, type: .float64, random: RandomSource(seed: 5))
        let gradients = try Tensor.gradients(
            of: value, withRespectTo: leaves.tensors, outputGradients: [left])
        for (name, gradient) in zip(parameters.names, gradients) {
            #expect(try gradient.abs().maximum().item() > 0, "\(name)")
        }
        // ⟨left, J v⟩ = ⟨Jᵀ left, v⟩
        let random = try RandomSource(seed: 6)
        let directions = try parameters.tensors.map {
            try Tensor.normal($0.shape, type: .float64, random: random)
        }
        let tangent = try ForwardMode.product(of: parameters.tensors, along: directions) {
            try output(parameters.replacing(tensors: $0))
        }.tangent
        let forward = try (tangent * left).sum().item()
        let backward = try zip(gradients, directions).reduce(0) { try $0 + ($1.0 * $1.1).sum().item() }
        #expect(abs(forward - backward) < 1e-9 * max(1, abs(backward)), "\(forward) and \(backward)")
    }

    @Test(arguments: Self.names)
    func evaluationLeavesTheStatisticsAndTrainingMovesThem(_ name: String) throws {
        let shape = Self.shapes[0]
        let network = try student(name).make(shape, StudentParameterValues())
        let parameters = try network.initialParameters(random: RandomSource(seed: 1))
        let statistics = try network.initialStatistics()
        func after(_ mode: NetworkMode) throws -> ParameterSet {
            try network(images(shape), parameters: parameters, statistics: statistics, mode: mode).statistics
        }
        let before = try statistics.tensors.map { try $0.doubles() }
        #expect(try after(.evaluation).tensors.map { try $0.doubles() } == before)
        let moved = try after(.training(dropoutSeed: nil))
        #expect(moved.names == statistics.names)
        for (old, new) in zip(before, try moved.tensors.map { try $0.doubles() }) { #expect(old != new) }
        #expect(try statistics.tensors.map { try $0.doubles() } == before)
    }

    @Test(arguments: Self.names)
    func theSameSeedGivesTheSameParameters(_ name: String) throws {
        let network = try student(name).make(Self.shapes[0], StudentParameterValues())
        func drawn(_ seed: UInt64) throws -> [[Double]] {
            try network.initialParameters(random: RandomSource(seed: seed)).tensors.map { try $0.doubles() }
        }
        #expect(try drawn(3) == drawn(3))
        #expect(try drawn(3) != drawn(4))
    }

    @Test(arguments: Self.names)
    func itsScriptAnswersAsItDoesInBatchesOfAnySize(_ name: String) throws {
        try checkScript(name, shapes: Self.shapes)
    }

    @Test(arguments: Self.longerNames)
    func theScriptOfALongerFormAnswersAsItDoes(_ name: String) throws {
        try checkScript(name, shapes: [Self.shapes[0]])
    }

    private func checkScript(_ name: String, shapes: [StudentShape]) throws {
        let path = FileManager.default.temporaryDirectory.path + "/students-tests-\(UUID().uuidString).pt"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for shape in shapes {
            let network = try student(name).make(shape, StudentParameterValues(["dropout": 0.2]))
            let parameters = try network.initialParameters(random: RandomSource(seed: 1))
            // Statistics that are not those of the start.
            let statistics = try network(
                images(shape, count: 12), parameters: parameters, statistics: network.initialStatistics(),
                mode: .training(dropoutSeed: nil)
            ).statistics
            try TorchScript.export(
                network: network, parameters: parameters, statistics: statistics, example: images(shape),
                to: path)
            let script = try ScriptModule.read(path)
            let tensors = try script.tensors()
            #expect(tensors.parameters.names.sorted() == parameters.names.sorted())
            #expect(tensors.statistics.names.sorted() == statistics.names.sorted())
            for batch in [1, 2, 7] {
                let input = try images(shape, count: batch)
                let expected = try network(
                    input, parameters: parameters, statistics: statistics, mode: .evaluation
                ).output
                let distance = try (script(input) - expected).abs().maximum().item()
                #expect(distance <= 1e-6, "\(shape), batch \(batch)")
            }
        }
    }

    @Test func imagesTooSmallForAStudentAreRefusedInASentence() throws {
        let shape = StudentShape(channels: 1, height: 3, width: 40, classes: 2)
        let error = try #require(throws: StudentError.self) {
            try Student.lenet5.make(shape, StudentParameterValues())
        }
        #expect(
            error.description
                == "The student 'lenet5' takes images of at least 4×4 pixels; the data set has 3×40.")
    }
}
