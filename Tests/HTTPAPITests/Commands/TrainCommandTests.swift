import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

@Suite struct TrainCommandTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    private func specification(epochs: Int = 3, _ metadata: String = "{}") throws -> String {
        try folder.write(
            "spec.json",
            #"{"task": "classification", "training": {"epochs": \#(epochs)}, "metadata": \#(metadata)}"#)
    }

    private func epochs(_ result: Program.Result) throws -> [Int] {
        try result.output.split(separator: "\n").map {
            try JSONCoding.decode(EpochRecord.self, from: Data($0.utf8)).epoch
        }
    }

    @Test func epochsAreLinesOfJSONAndFilesStay() throws {
        let result = try CommandLineProgram.run(
            "train", try specification(), "--output", folder.path + "/out")
        #expect(result.code == 0)
        #expect(try epochs(result) == [1, 2, 3])
        #expect(result.errors.hasPrefix("Done: test accuracy 0.7500 after 3 epochs and 1.5 s"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/out/student.safetensors"))
    }

    @Test func theStudentMayBeAModuleBesideTheSpecification() throws {
        let module = try folder.write("my-net.pt", "module")
        let out = folder.path + "/out"
        let result = try CommandLineProgram.run(
            "train", try specification(epochs: 1), "--torchscript", module, "--output", out)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("script of 6 bytes"), "\(result.errors)")
        let digest = Digest.hex(ofText: "module")
        let kept = try String(contentsOfFile: out + "/l2t-train.json", encoding: .utf8)
        #expect(kept.contains(digest) && kept.contains(#""my-net""#), "\(kept)")
        let other = try folder.write(
            "other.json", #"{"task": "classification", "student": {"architecture": "mlp"}}"#)
        let refused = try CommandLineProgram.run("train", other, "--torchscript", module)
        #expect(refused.code == 64)
        #expect(
            refused.errors.contains(
                "The specification's student is 'mlp', of classification; with --torchscript it is 'my-net'"))
        let missing = try CommandLineProgram.run("train", other, "--torchscript", folder.path + "/none.pt")
        #expect(missing.code == 65)
    }

    @Test func theTrainingGoesOnWhereNobodyReads() throws {
        let out = folder.path + "/out"
        let script = "exec \"$0\" train \"$1\" --output \"$2\" > /dev/full"
        let result = try Program.run(
            "/bin/sh", ["-c", script, CommandLineProgram.path, try specification(), out],
            environment: ["L2T_ENGINE": CommandLineProgram.enginePath])
        #expect(result.code == 0)
        #expect(FileManager.default.fileExists(atPath: out + "/student.safetensors"))
    }

    @Test func aSpecificationMayComeFromStandardInput() throws {
        let result = try CommandLineProgram.run(
            "train", "-", "--output", folder.path + "/out",
            input: #"{"task": "classification", "training": {"epochs": 1}}"#)
        #expect(try epochs(result) == [1])
    }

    @Test func anInterruptedTrainingGoesOn() throws {
        let spec = try specification(epochs: 4, #"{"hold_after": "2"}"#)
        let first = Process()
        first.executableURL = URL(filePath: CommandLineProgram.path)
        first.arguments = ["train", spec, "--output", folder.path + "/out"]
        first.environment = ["L2T_ENGINE": CommandLineProgram.enginePath]
        let output = Pipe()
        first.standardOutput = output
        first.standardError = FileHandle.nullDevice
        try first.run()
        var told = Data()
        while told.count(where: { $0 == UInt8(ascii: "\n") }) < 2 {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            told += part
        }
        first.interrupt()
        first.waitUntilExit()
        #expect(first.terminationStatus == 130)
        let second = try CommandLineProgram.run("train", spec, "--output", folder.path + "/out")
        #expect(second.code == 0)
        #expect(second.errors.hasPrefix("Goes on after epoch 2.\n"))
        #expect(try epochs(second) == [3, 4])
    }

    @Test func afolderOfAnotherTrainingIsLeftAlone() throws {
        let out = folder.path + "/out"
        #expect(try CommandLineProgram.run("train", try specification(epochs: 1), "--output", out).code == 0)
        let other = try CommandLineProgram.run("train", try specification(epochs: 2), "--output", out)
        #expect(other.code == 65)
        #expect(other.errors.contains("\(out) holds the training of another specification"))
    }

    @Test func aMissingFileIsSaidWith65() throws {
        let result = try CommandLineProgram.run("train", "/nonexistent.json")
        #expect(result.code == 65)
        #expect(result.errors == "Error: Cannot read /nonexistent.json: No such file or directory.\n")
    }

    @Test func everyFaultOfAFileIsSaidWith65() throws {
        let spec = try folder.write("bad.json", #"{"task": "classification", "colour": 1, "priority": 1000}"#)
        let result = try CommandLineProgram.run("train", spec)
        #expect(result.code == 65)
        #expect(result.errors.hasPrefix("Error: \(spec) is no specification that can be run:\n"))
        #expect(result.errors.contains("/colour: 'colour' is unknown"))
        #expect(result.errors.contains("/priority: A whole number from -100 to 100 is expected; found 1000."))
        let text = try folder.write("bad.txt", "epochs: 3")
        #expect(try CommandLineProgram.run("train", text).code == 65)
    }

    @Test func aFailureOfTheEngineIsSaidWith1() throws {
        let crash = try CommandLineProgram.run(
            "train", try specification(#"{"crash_after": "1"}"#), "--output", folder.path + "/a")
        #expect(crash.code == 1)
        #expect(crash.errors.contains("The engine was ended by SIGABRT"))
        let diverged = try CommandLineProgram.run(
            "train", try specification(#"{"fail": "diverged", "fail_after": "1"}"#), "--output",
            folder.path + "/b")
        #expect(diverged.code == 1)
        #expect(diverged.errors.contains("The training failed (diverged)"))
    }
}
