import Foundation
import Students
import Testing
import Torch

@testable import Teaching

/// The teaching gradient through TorchScript modules, which PyTorch wrote (StudentsTests/Reference/scripts.py).
@Suite struct ScriptGradientTests {
    private func script(_ name: String) throws -> ScriptNetwork {
        let folder = URL(filePath: #filePath).appending(path: "../../StudentsTests/Reference/scripts")
        return try ScriptNetwork(name: name, path: folder.standardizedFileURL.path + "/\(name).pt")
    }

    private func builtIn() throws -> any Network {
        try Student.mlp.make(
            StudentShape(channels: 2, height: 5, width: 5, classes: 5),
            StudentParameterValues(["width": 6, "depth": 1]))
    }

    private func distance(_ a: [Double], _ b: [Double]) -> Double {
        let size = b.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(size > 0 && a.count == b.count)
        return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() / size
    }

    @Test(arguments: [DataType.float32, .float64])
    func thatOfAScriptedCopyIsTheBuiltInStudents(_ type: DataType) throws {
        let copy = try script("perceptron")
        let parameters = try copy.initialParameters(random: RandomSource(seed: 1))
        let mine = try TeachingScene(
            .classification, network: builtIn(), optimizer: "momentum", type: type, parameters: parameters)
        let theirs = try TeachingScene(
            .classification, network: copy, optimizer: "momentum", type: type, parameters: parameters)
        let (a, b) = (try mine.closedForm(), try theirs.closedForm())
        #expect(distance(b.values, a.values) <= (type == .float64 ? 1e-12 : 1e-5))
        #expect(abs(a.loss - b.loss) <= 1e-6)
    }

    /// Batch normalisation and dropout, as PyTorch's modules have them.
    @Test(arguments: [(DataType.float64, 1e-9), (.float32, 1e-3)])
    func itEqualsDoubleBackward(_ type: DataType, _ allowed: Double) throws {
        let scene = try TeachingScene(
            .classification, network: script("small"), optimizer: "nesterov, weight decay", type: type)
        let error = try distance(scene.closedForm().values, scene.doubleBackward())
        #expect(error <= allowed, "\(error)")
    }

    @Test(arguments: ["perceptron", "small"], [DataType.float32, .float64])
    func centralDifferencesGiveTheSameWithinAHundredth(_ name: String, _ type: DataType) throws {
        let network = try script(name)
        let scene = try TeachingScene(.classification, network: network, optimizer: "momentum", type: type)
        let exact = try scene.closedForm().values
        let before = try scene.step.before.statistics.tensors.map { try $0.doubles() }
        network.use(.centralDifference)
        let error = try distance(scene.closedForm().values, exact)
        #expect(error > 0 && error <= 0.01, "\(error)")
        #expect(try scene.step.before.statistics.tensors.map { try $0.doubles() } == before)
    }

    @Test func aDirectionOfNoLengthChangesNothing() throws {
        let network = try script("perceptron")
        let scene = try TeachingScene(.classification, network: network, optimizer: "sgd", type: .float32)
        network.use(.centralDifference)
        let still = try scene.step.before.parameters.tensors.map { try $0.zerosLike() }
        let change = try network.outputChange(
            of: scene.step.before, on: scene.step.batch, mode: scene.step.mode, along: still,
            convolutions: scene.step.convolutions)
        #expect(change.shape == [12, 5])
        #expect(try change.doubles().allSatisfy { $0 == 0 })
    }
}
