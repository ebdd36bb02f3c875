import Foundation
import Testing

@testable import Torch

/// PyTorch's module of Reference/torchscript_golden.py as a function of its tensors.
@Suite struct ScriptFunctionTests {
    private func function() throws -> ScriptFunction {
        try ScriptFunction(ScriptModule.read(Golden.reference("torchscript_golden.pt").path))
    }

    private func images(_ count: Int) throws -> Tensor {
        try Tensor.normal([count, 2, 5, 5], random: RandomSource(seed: UInt64(count)))
    }

    @Test func whatIsGivenIsWhatItComputesWithAndIsNotKept() throws {
        let function = try function()
        let (parameters, statistics) = (function.parameters, function.statistics)
        func output(_ parameters: ParameterSet, isTraining: Bool = false) throws -> [Double] {
            try function(
                images(3), parameters: parameters, statistics: statistics, isTraining: isTraining
            ).output.doubles()
        }
        let plain = try output(parameters)
        var moved = parameters
        try moved.replace("head.bias", with: parameters["head.bias"] + 1)
        let shifted = try output(moved)
        for (a, b) in zip(shifted, plain) { #expect(abs(a - b - 1) <= 1e-5) }
        #expect(try output(parameters) == plain)
        #expect(try output(parameters, isTraining: true) != plain)
        #expect(
            try function.statistics.tensors.map { try $0.doubles() }
                == statistics.tensors.map { try $0.doubles() })
    }

    /// The product through the module against a central difference in float64.
    @Test func dualNumbersPassThrough() throws {
        let function = try function()
        let parameters = try function.parameters.map { try $0.to(type: .float64) }
        let statistics = try function.statistics.map { try $0.to(type: .float64) }
        let random = try RandomSource(seed: 4)
        let direction = try parameters.tensors.map {
            try Tensor.normal($0.shape, type: .float64, random: random)
        }
        let input = try images(4).to(type: .float64)
        for isTraining in [true, false] {
            func output(_ tensors: [Tensor]) throws -> Tensor {
                try function(
                    input, parameters: parameters.replacing(tensors: tensors), statistics: statistics,
                    isTraining: isTraining
                ).output
            }
            let product = try ForwardMode.product(of: parameters.tensors, along: direction, output)
            func moved(_ step: Double) throws -> Tensor {
                try output(zip(parameters.tensors, direction).map { try $0.adding($1, scale: step) })
            }
            let difference = try (moved(1e-6) - moved(-1e-6)) * 5e5
            #expect(try largestDistance(product.tangent.doubles(), difference.doubles()) <= 1e-7)
            #expect(try product.tangent.square().sum().item() > 0)
        }
    }

    /// A module that came from PyTorch, was given other values here and was written here, and a file of those values
    /// and of answers.
    private func withModuleWrittenBack(
        _ body: (_ module: String, _ values: String) throws -> Void
    ) throws {
        let folder = NSTemporaryDirectory() + "l2t-torch-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let function = try function()
        let parameters = try function.parameters.map { try $0 * 1.5 }
        // As a training has them: all of one type.
        let statistics = try function.statistics.map { try $0.to(type: .float32) + 1 }
        try TorchScript.export(
            function, parameters: parameters, statistics: statistics, example: images(2),
            to: folder + "/student.pt", metadata: ["format": "test"])
        var values = parameters
        try values.append(contentsOf: statistics)
        for batch in [1, 2, 7] {
            let input = try images(batch)
            try values.append("input.\(batch)", input)
            try values.append(
                "output.\(batch)",
                function(input, parameters: parameters, statistics: statistics, isTraining: false).output)
        }
        try Safetensors.write(values, to: folder + "/values.safetensors")
        try body(folder + "/student.pt", folder + "/values.safetensors")
    }

    @Test func whatComesBackIsReadHereToo() throws {
        try withModuleWrittenBack { path, _ in
            let module = try ScriptModule.read(path)
            #expect(
                module.metadata["format"] == "test" && module.metadata["note"] == "from PyTorch, größer")
            let back = try module.tensors()
            #expect(back.parameters.tensors.allSatisfy { $0.requiresGradient })
            #expect(try back.statistics["block.layers.1.num_batches_tracked"].type == .int64)
        }
    }

    /// PyTorch 2 reads it.
    @Test(.enabled(if: ReferencePython.hasTorch, "Python has no package torch, or no safetensors"))
    func pythonReadsWhatComesBack() throws {
        struct Answer: Decodable {
            var training: Bool
            var same_names: Bool
            var state: Double
            var outputs: [String: Double]
        }
        try withModuleWrittenBack { module, values in
            let script = try Golden.reference("read_torchscript.py").path
            let text = try ReferencePython.run([script, module, values])
            let answer = try JSONDecoder().decode(Answer.self, from: text)
            #expect(!answer.training && answer.same_names && answer.state == 0)
            #expect(answer.outputs.keys.sorted() == ["1", "2", "7"])
            #expect(answer.outputs.values.allSatisfy { $0 <= 1e-6 }, "\(answer.outputs)")
        }
    }

    @Test func anAnswerThatIsNotTheModulesOwnIsRefused() throws {
        let module = try ScriptModule.read(Golden.reference("torchscript_golden.pt").path)
        let batch = try images(2)
        func problem(_ expected: Tensor) -> String {
            do {
                try TorchScript.requireAgreement(
                    of: "written module", with: "module", on: batch, path: "student.pt", expected: expected
                ) { (batch) throws(TorchError) in try module(batch, seed: 0) }
                return "none"
            } catch {
                return "\(error)"
            }
        }
        let own = try module(batch, seed: 0)
        #expect(problem(own) == "none")
        let moved = try problem(own + 1)
        #expect(
            moved.hasPrefix("student.pt: The written module's answers to float32 [2, 2, 5, 5] are up to "))
        #expect(moved.hasSuffix(" from the module's own."))
        #expect(
            try problem(own.narrowed(0, 0, 1))
                == "student.pt: The written module gives float32 [2, 3] for float32 [2, 2, 5, 5], the module "
                + "itself float32 [1, 3].")
    }

    @Test func aModuleOfTooManyTensorsIsRefused() throws {
        let module = try ScriptModule.read(Golden.reference("torchscript_golden.pt").path)
        let error = try #require(throws: TorchError.self) { try ScriptFunction(module, mostTensors: 7) }
        #expect(
            error.description
                == "A module of 8 tensors (parameters and buffers) is too large; at most 7 are allowed.")
        _ = try ScriptFunction(module, mostTensors: 8)
    }

    @Test func itSaysWhatItsForwardNeeds() throws {
        #expect(try function().inputs == 1)
        #expect(try function().fileAccess == nil)
    }
}
