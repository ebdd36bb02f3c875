import Foundation
import Testing

@testable import Torch

@Suite("TorchScript")
struct TorchScriptTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("torch-tests-\(UUID().uuidString)").path
    private var path: String { folder + "/student.pt" }

    private func inFolder<Result>(_ body: () throws -> Result) throws -> Result {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body()
    }

    private var names: [String]? { try? FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    private func images(_ batch: Int, seed: UInt64 = 3) throws -> Tensor {
        try Tensor.normal([batch, 2, 8, 8], random: RandomSource(seed: seed))
    }

    /// A network with statistics that are not those of the start.
    private func trained(
        _ network: SmallImageNetwork = SmallImageNetwork()
    ) throws -> (network: SmallImageNetwork, parameters: ParameterSet, statistics: ParameterSet) {
        let parameters = try network.initialParameters(random: RandomSource(seed: 1))
        let random = try RandomSource(seed: 2)
        let statistics = try network.initialStatistics().map {
            try $0 + Tensor.uniform($0.shape, low: 0.1, high: 0.9, random: random)
        }
        return (network, parameters, statistics)
    }

    private func export(
        _ network: SmallImageNetwork = SmallImageNetwork(), batch: Int = 2, seed: UInt64 = 3,
        metadata: [String: String] = ["shape": "[2,8,8]", "größe": "ünïcode"]
    ) throws {
        let (network, parameters, statistics) = try trained(network)
        try TorchScript.export(
            network: network, parameters: parameters, statistics: statistics,
            example: images(batch, seed: seed), to: path, metadata: metadata)
    }

    @Test func theModuleAnswersAsTheNetworkDoesInBatchesOfAnySize() throws {
        try inFolder {
            let (network, parameters, statistics) = try trained()
            try export()
            let module = try ScriptModule.read(path)
            for batch in [1, 2, 7, 1, 7, 7, 7] {
                let input = try images(batch, seed: UInt64(10 + batch))
                let expected = try network(
                    input, parameters: parameters, statistics: statistics, mode: .evaluation
                ).output
                let found = try module(input)
                #expect(found.shape == [batch, 5])
                #expect(try largestDistance(found.doubles(), expected.doubles()) <= 1e-6)
            }
        }
    }

    /// PyTorch 2 reads what libtorch 1.13 or later wrote, and answers as the network does.
    @Test(.enabled(if: ReferencePython.hasTorch, "Python has no package torch, or no safetensors"))
    func pythonReadsWhatWeWrite() throws {
        try inFolder {
            let (network, parameters, statistics) = try trained()
            try export()
            var values = parameters
            try values.append(contentsOf: statistics)
            for batch in [1, 2, 7] {
                let input = try images(batch, seed: UInt64(batch))
                try values.append("input.\(batch)", input)
                let result = try network(
                    input, parameters: parameters, statistics: statistics, mode: .evaluation)
                try values.append("output.\(batch)", result.output)
            }
            try Safetensors.write(values, to: folder + "/values.safetensors")
            struct Answer: Decodable {
                var torch: String
                var metadata: [String: String]
                var training: Bool
                var parameters: [String]
                var statistics: [String]
                var same_names: Bool
                var state: Double
                var outputs: [String: Double]
            }
            let script = try Golden.reference("read_torchscript.py").path
            let text = try ReferencePython.run([script, path, folder + "/values.safetensors"])
            let answer = try JSONDecoder().decode(Answer.self, from: text)
            #expect(answer.metadata == ["shape": "[2,8,8]", "größe": "ünïcode"])
            #expect(!answer.training && answer.same_names && answer.state == 0)
            #expect(answer.parameters == parameters.names.sorted())
            #expect(answer.statistics == statistics.names.sorted())
            #expect(answer.outputs.keys.sorted() == ["1", "2", "7"])
            #expect(answer.outputs.values.allSatisfy { $0 <= 1e-6 }, "\(answer.outputs) by \(answer.torch)")
        }
    }

    @Test func whatPythonWroteIsReadAndRun() throws {
        struct Content: Decodable {
            var state: [String: [Double]]
            var inputs: [String: [Double]]
            var outputs: [String: [Double]]
        }
        let golden = try JSONDecoder().decode(
            Content.self, from: Data(contentsOf: Golden.reference("torchscript_golden.json")))
        let module = try ScriptModule.read(Golden.reference("torchscript_golden.pt").path)
        #expect(module.metadata == ["note": "from PyTorch, größer"])
        let (parameters, statistics) = try module.tensors()
        #expect((parameters.names + statistics.names).sorted() == golden.state.keys.sorted())
        #expect(statistics.contains("block.layers.1.running_var"))
        for set in [parameters, statistics] {
            for (name, tensor) in zip(set.names, set.tensors) {
                #expect(try tensor.doubles() == golden.state[name], "\(name)")
            }
        }
        for (batch, values) in golden.inputs {
            let input = try Tensor(values, shape: [#require(Int(batch)), 2, 5, 5]).to(type: .float32)
            let output = try #require(golden.outputs[batch])
            for _ in 0..<4 { #expect(try largestDistance(module(input).doubles(), output) <= 1e-6) }
        }
    }

    @Test func itHoldsTheTensorsUnderTheirNamesAndTheMetadata() throws {
        try inFolder {
            let (_, parameters, statistics) = try trained()
            try export()
            let module = try ScriptModule.read(path)
            let found = try module.tensors()
            for (found, given) in [(found.parameters, parameters), (found.statistics, statistics)] {
                #expect(found.names.sorted() == given.names.sorted())
                for name in given.names { #expect(try found[name].bytes() == given[name].bytes(), "\(name)") }
            }
            #expect(module.metadata == ["shape": "[2,8,8]", "größe": "ünïcode"])
        }
    }

    @Test func aTensorPutIntoTheModuleIsWhatItComputesWith() throws {
        try inFolder {
            let (network, parameters, statistics) = try trained()
            var changed = parameters
            try changed.replace("head.bias", with: Tensor([9, 8, 7, 6, 5] as [Float], shape: [5]))
            try TorchScript.export(
                network: network, parameters: changed, statistics: statistics, example: images(2), to: path)
            let input = try images(3)
            let plain = try network(
                input, parameters: parameters, statistics: statistics, mode: .evaluation)
            let moved = try plain.output - parameters["head.bias"] + changed["head.bias"]
            #expect(
                try largestDistance(ScriptModule.read(path)(input).doubles(), moved.doubles()) <= 1e-6)
        }
    }

    @Test func theSameStudentGivesTheSameBytesWhateverTheExampleAndThePlace() throws {
        func bytes(batch: Int, seed: UInt64) throws -> Data {
            let other = TorchScriptTests()
            return try other.inFolder {
                try other.export(batch: batch, seed: seed)
                return try Data(contentsOf: URL(fileURLWithPath: other.path))
            }
        }
        let first = try bytes(batch: 2, seed: 3)
        #expect(try bytes(batch: 2, seed: 4) == first)
        #expect(try bytes(batch: 5, seed: 3) == first)
        for word in ["torch-tests", "Sources", "/Torch"] { #expect(!first.contains(text: word), "\(word)") }
    }

    @Test func aDoublePrecisionNetworkIsExportedAsOne() throws {
        try inFolder {
            let (network, parameters, statistics) = try trained()
            let type = DataType.float64
            try TorchScript.export(
                network: network, parameters: parameters.map { try $0.to(type: type) },
                statistics: statistics.map { try $0.to(type: type) }, example: images(2).to(type: type),
                to: path)
            let result = try ScriptModule.read(path)(images(4).to(type: type))
            #expect(result.type == type)
            let expected = try network(
                images(4), parameters: parameters, statistics: statistics, mode: .evaluation
            ).output
            #expect(try largestDistance(result.doubles(), expected.doubles()) <= 1e-5)
        }
    }

    @Test func aNetworkThatHoldsTheBatchSizeIsRefused() throws {
        try inFolder {
            var network = SmallImageNetwork()
            network.besides = { input, output in try output.reshaped([input.shape[0], 5]) }
            #expect {
                try export(network)
            } throws: {
                "\($0)".hasPrefix(
                    "\(path): The traced network refuses float32 [1, 2, 8, 8]: The operation TorchScript of ")
                    && "\($0)".contains("shape '[2, 5]' is invalid for input of size 5")
            }
            network.besides = { input, output in try output * Double(input.shape[0]) }
            #expect {
                try export(network)
            } throws: {
                "\($0)".contains("answers to float32 [1, 2, 8, 8] are up to ")
            }
            network.besides = { input, output in
                try Tensor.concatenated([output, Tensor.ones([input.shape[0], 1])], 1)
                    .narrowed(0, 0, input.shape[0])
            }
            #expect(throws: TorchError.self) { try export(network) }
            #expect(names == [])
        }
    }

    @Test func whatTheNetworkThrowsComesOutAndTracingEnds() throws {
        try inFolder {
            var network = SmallImageNetwork()
            network.besides = { _, _ in throw SmallImageNetwork.Refusal.asked }
            #expect(throws: SmallImageNetwork.Refusal.asked) { try export(network) }
            network.besides = { _, output in try output.matmul(output) }
            #expect {
                try export(network)
            } throws: {
                "\($0)".hasPrefix("The operation matmul of float32 [2, 5] and float32 [2, 5] failed: ")
            }
            #expect(names == [])
            // Not traced any more: a graph would keep the numbers that follow.
            try export()
            #expect(names == ["student.pt"])
        }
    }

    @Test func gradientModeIsAsBeforeAndNothingIsRecorded() throws {
        try inFolder {
            let (network, parameters, statistics) = try trained()
            let leaves = try parameters.map { try $0.requiringGradient() }
            try TorchScript.export(
                network: network, parameters: leaves, statistics: statistics, example: images(2), to: path)
            #expect(try (leaves["head.bias"] * 2).requiresGradient)
            #expect(try !ScriptModule.read(path).tensors().parameters["head.bias"].requiresGradient)
        }
    }

    @Test func namesThatNoModuleCanHaveAreRefused() throws {
        for names in [["a", "a.b"], ["a..b"], [""], ["training"]] {
            var parameters = ParameterSet()
            for name in names { try parameters.append(name, Tensor.ones([1])) }
            let trace = try ScriptTrace(name: "Student")
            #expect(throws: TorchError.self, "\(names)") { try trace.add(parameters, asParameters: true) }
        }
    }

    @Test func aModuleThatTakesAnotherInputSaysSo() throws {
        try inFolder {
            try export()
            let module = try ScriptModule.read(path)
            let wrong = try Tensor.ones([1, 3, 8, 8])
            #expect {
                try module(wrong)
            } throws: {
                "\($0)".hasPrefix("The operation TorchScript of float32 [1, 3, 8, 8] failed: ")
            }
            #expect(try module(images(1)).shape == [1, 5])
        }
    }

    @Test func aFailedWriteLeavesWhatWasThere() throws {
        try inFolder {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            #expect(throws: TorchError.self) { try export() }
            #expect(names == ["student.pt"])
        }
        #expect(throws: TorchError.self) { try export() }
    }

    private func problem(_ bytes: [UInt8], _ input: Tensor? = nil) -> String {
        do {
            let module = try ScriptModule.decode(bytes, path: "x.pt")
            if let input { _ = try module(input) }
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func filesThatAreNoArchiveAreErrors() throws {
        for bytes in [[], [1, 2, 3], Array("PK\u{3}\u{4}".utf8), [UInt8](repeating: 0, count: 4096)] {
            #expect(problem(bytes) == "x.pt: As a zip archive it has no directory at its end.")
        }
        let empty = Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)
        #expect(problem(empty).hasPrefix("x.pt: It is no TorchScript: "))
        #expect {
            try ScriptModule.read("/nonexistent/x.pt")
        } throws: {
            "\($0)" == "/nonexistent/x.pt: Failed at opening: No such file or directory."
        }
        #expect(throws: TorchError.self) { try ScriptModule.read("/") }
    }

    @Test func everyFaultOfAnArchiveIsNamed() throws {
        try inFolder {
            try export()
            let good = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            func changed(_ place: Int, by flip: UInt8 = 1) -> String {
                var bytes = good
                bytes[place] ^= flip
                return problem(bytes)
            }
            let head = try #require(Data(good).range(of: Data([0x50, 0x4B, 1, 2]))).lowerBound
            let name = "x.pt: As a zip archive it"
            let first = "\"archive/extra/"
            #expect(changed(good.count - 22) == "\(name) has no directory at its end.")
            #expect(changed(head) == "\(name) has a damaged directory.")
            #expect(changed(head + 38, by: 0x10) == "\(name) has a damaged directory.")
            #expect(changed(head + 10).hasPrefix("\(name) has \(first)"))
            #expect(changed(head + 10).hasSuffix(" in a form that TorchScript does not use."))
            #expect(changed(head + 16).hasPrefix("\(name) has \(first)"))
            #expect(changed(head + 16).hasSuffix("\" with another check sum than its directory says."))
            #expect(changed(head + 42).hasPrefix("\(name) lacks \(first)"))
            #expect(changed(0).hasSuffix("\" where its directory says it is."))
            let code = try #require(Data(good).range(of: Data("archive/code/__torch__.py".utf8))).upperBound
            #expect(changed(code + 200).contains("\"archive/code/__torch__.py\""))
            func listing(_ name: String) throws -> Range<Int> {
                let name = try #require(Data(good).range(of: Data(name.utf8), in: head..<good.count))
                return name.lowerBound - 46..<name.upperBound
            }
            var twice = good
            try twice.replaceSubrange(listing("archive/data/1"), with: good[listing("archive/data/0")])
            #expect(problem(twice) == "\(name) lists \"archive/data/0\" twice.")
        }
    }

    /// What libtorch does with a changed byte is a changed weight, or a crash.
    @Test func cutAndChangedFilesAreRefusedOrTheSame() throws {
        try inFolder {
            try export()
            let good = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            let input = try images(1)
            let expected = try ScriptModule.decode(good, path: "x")(input).bytes()
            func isRefused(_ bytes: [UInt8]) throws -> Bool {
                guard problem(bytes, input) == "no error" else { return true }
                #expect(try ScriptModule.decode(bytes, path: "x")(input).bytes() == expected)
                return false
            }
            for length in stride(from: 0, to: good.count, by: good.count / 200) {
                #expect(try isRefused(Array(good.prefix(length))))
            }
            var random = SystemRandomNumberGenerator()
            var refused = 0
            for _ in 0..<1_000 {
                var bytes = good
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= .random(
                        in: 1...255, using: &random)
                }
                if try isRefused(bytes) { refused += 1 }
            }
            #expect(refused > 500)
        }
    }

    /// Looked at from a process of its own, where no other test makes tensors.
    @Test func nothingStaysInMemory() async {
        await #expect(processExitsWith: .success) {
            let tests = TorchScriptTests()
            try tests.inFolder {
                try tests.export()
                let before = TorchRuntime.liveTensors
                for _ in 0..<100 {
                    try tests.export()
                    let module = try ScriptModule.read(tests.path)
                    _ = try module(tests.images(2))
                    _ = try module.tensors()
                    #expect(throws: TorchError.self) { try ScriptModule.decode([1], path: "x") }
                    #expect(throws: TorchError.self) { try module(Tensor.ones([1])) }
                }
                #expect(TorchRuntime.liveTensors <= before)
            }
        }
    }
}

extension Data {
    fileprivate func contains(text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
