import Foundation
import ServiceTestSupport
import Specification
import Testing

@Suite struct CompareCommandTests {
    private let folder: TestFolder
    private var out: String { folder.path + "/out" }

    init() throws {
        folder = try TestFolder()
    }

    private func specification(epochs: Int = 3, _ metadata: String = "{}") throws -> String {
        try folder.write(
            "spec.json",
            #"{"task": "classification", "training": {"epochs": \#(epochs)}, "metadata": \#(metadata)}"#)
    }

    private func kept<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSONCoding.decode(type, from: Data(contentsOf: URL(filePath: "\(out)/\(name)")))
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: "\(out)/\(name)"), encoding: .utf8)
    }

    @Test func theTableIsPrintedAndKeptWithTheWeights() throws {
        let scores =
            #"{"score_reference": "0.5", "score_dfm": "0.7", "score_brier": "0.6", "score_focal": "0.65"}"#
        let result = try CommandLineProgram.run(
            "compare", try specification(scores), "--methods", "reference, best-single,dfm", "--seeds", "2",
            "--output", out, "--jobs", "2", "--threads", "1")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output == (try text("table.md")))
        let table = try kept(ComparisonTable.self, "table.json")
        #expect(table.markdown == result.output)
        #expect(table.csv == (try text("table.csv")))
        #expect(table.rows.map(\.single) == [nil, "focal", nil])
        #expect(table.rows.map(\.count) == [2, 2, 2])
        #expect(abs(try #require(table.rows[2].difference?.mean) - 0.2) < 1e-12)
        #expect(result.errors.contains("dfm, seed 2: begins\n"))
        #expect(result.errors.contains("dfm, seed 2: epoch 3/3, loss 0.2500\n"))
        #expect(result.errors.contains("dfm, seed 2: accuracy 0.7200 after 1.5 s ("))
        #expect(result.errors.contains("(8 of 8 jobs have ended)\n"))
        let weights = try text("weights.csv").split(separator: "\r\n")
        #expect(weights[0] == "method,epoch,seeds,cross_entropy,focal")
        #expect(weights.contains("dfm,3,2,0.75,0.25"))
        #expect(weights.count == 1 + 2 * 3)
    }

    @Test func theTableIsPrintedAsJSONAndAsCSVWithoutTrainingAgain() throws {
        let spec = try specification()
        func run(_ flags: [String]) throws -> Program.Result {
            try Program.run(
                CommandLineProgram.path,
                ["compare", spec, "--methods", "reference,dfm", "--seeds", "3,1", "--output", out] + flags,
                environment: ["L2T_ENGINE": CommandLineProgram.enginePath])
        }
        let first = try run(["--json"])
        #expect(first.code == 0, "\(first.errors)")
        let table = try JSONCoding.decode(ComparisonTable.self, from: Data(first.output.utf8))
        #expect(table.seeds == [3, 1])
        let second = try run(["--csv"])
        #expect(second.code == 0)
        #expect(second.output == table.csv)
        #expect(!second.errors.contains("begins"))
        #expect(try run(["--csv", "--json"]).code == 64)
    }

    /// Runs until the comparison ends by itself or a job has told of its second epoch, and then sends `signal`.
    private func run(_ arguments: [String], signal: Int32) throws -> (code: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: CommandLineProgram.path)
        process.arguments = arguments
        process.environment = ["L2T_ENGINE": CommandLineProgram.enginePath]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var told = Data()
        while true {
            let part = errors.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            let isFirst = told.firstRange(of: Data("epoch 2/4".utf8)) == nil
            told += part
            if isFirst, told.firstRange(of: Data("epoch 2/4".utf8)) != nil {
                kill(process.processIdentifier, signal)
            }
        }
        process.waitUntilExit()
        let code = process.terminationStatus
        return (
            process.terminationReason == .exit ? code : -code, String(decoding: told, as: UTF8.self)
        )
    }

    @Test func aKilledAndAnInterruptedComparisonGoOn() throws {
        // Each job stops after its second epoch until it is told to go, so each is interrupted once.
        let arguments = [
            "compare", try specification(epochs: 4, #"{"hold_after": "2"}"#), "--methods", "reference,dfm",
            "--seeds", "2", "--output", out,
        ]
        let killed = try run(arguments, signal: SIGKILL)
        #expect(killed.code == -SIGKILL)
        var ends: [(code: Int32, errors: String)] = []
        repeat {
            ends.append(try run(arguments, signal: SIGINT))
        } while ends.last?.code == 130 && ends.count < 9
        let last = try #require(ends.last)
        #expect(last.code == 0, "\(last.errors)")
        // The kill may have come before or after the second checkpoint.
        #expect((4...5).contains(ends.count))
        let told = ends.map(\.errors).joined()
        #expect(told.contains("reference, seed 1: goes on after epoch "))
        #expect(told.contains("dfm, seed 2: stopped with a checkpoint after epoch 2\n"))
        #expect(told.contains("dfm, seed 2: goes on after epoch 2\n"))
        #expect(told.contains("Stopped: 3 of 4 jobs have ended; the same command goes on from there.\n"))
        #expect(!last.errors.contains("reference, seed 1: goes on"))
        for job in ["reference-seed-1", "reference-seed-2", "dfm-seed-1", "dfm-seed-2"] {
            #expect(try kept([EpochRecord].self, "jobs/\(job)/epochs.json").map(\.epoch) == [1, 2, 3, 4])
            #expect(try kept(JobResult.self, "jobs/\(job)/result.json").epochs == 4)
        }
        #expect(try text("weights.csv").contains("dfm,4,2,0.8,0.2\r\n"))
    }

    @Test func aLostAttemptIsTriedAgainAndAFailedJobIsShown() throws {
        let lost = try CommandLineProgram.run(
            "compare", try specification(#"{"crash_after": "1", "crash_attempts": "1"}"#), "--methods", "dfm",
            "--seeds", "1", "--output", out)
        #expect(lost.code == 0, "\(lost.errors)")
        #expect(lost.errors.contains("dfm, seed 1: is tried again: The engine was ended by SIGABRT"))
        #expect(lost.errors.contains("dfm, seed 1: goes on after epoch 1\n"))
        let other = folder.path + "/other"
        let failed = try CommandLineProgram.run(
            "compare", try specification(#"{"fail": "diverged", "fail_after": "1"}"#), "--methods", "dfm",
            "--seeds", "1", "--output", other)
        #expect(failed.code == 1)
        #expect(failed.output.contains("| dfm | 0/1 |"))
        #expect(failed.output.contains("- dfm, seed 1: failed: diverged: The double failed after epoch 1"))
        let always = try CommandLineProgram.run(
            "compare", try specification(#"{"crash_after": "0"}"#), "--methods", "dfm", "--seeds", "1",
            "--output", folder.path + "/third")
        #expect(always.code == 1)
        #expect(always.output.contains("failed: infrastructure: The engine was ended by SIGABRT"))
    }

    @Test func moreSeedsAndOtherMethodsTrainWhatIsNewAlone() throws {
        func begun(_ methods: String, _ seeds: String) throws -> [String] {
            let result = try CommandLineProgram.run(
                "compare", try specification(epochs: 1), "--methods", methods, "--seeds", seeds, "--output",
                out)
            #expect(result.code == 0, "\(result.errors)")
            let begins = ": begins"
            return result.errors.split(separator: "\n").filter { $0.hasSuffix(begins) }
                .map { String($0.dropLast(begins.count)) }
        }
        #expect(try begun("dfm", "1") == ["dfm, seed 1"])
        let more = try begun("reference,dfm", "2")
        #expect(more.sorted() == ["dfm, seed 2", "reference, seed 1", "reference, seed 2"])
        let table = try kept(ComparisonTable.self, "table.json")
        #expect(table.rows.map(\.count) == [2, 2])
        #expect(try begun("dfm", "2,1") == [])
        #expect(try kept(ComparisonTable.self, "table.json").seeds == [2, 1])
        #expect(try kept(ComparisonSpecification.self, "l2t-compare.json").methods == [.method(.dfm)])
    }

    @Test func twoCommandsDoNotWorkInOneFolder() throws {
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        let other = open(out, O_RDONLY | O_DIRECTORY)
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        func run(_ command: String) throws -> Program.Result {
            try CommandLineProgram.run(
                command, try specification(epochs: 1), "--output", out)
        }
        for command in ["compare", "train"] {
            let refused = try run(command)
            #expect(refused.code == 1, "\(refused.errors)")
            #expect(
                refused.errors
                    == "Error: The output directory \(out) cannot be used: another command works in it.\n")
        }
        close(other)
        #expect(try run("train").code == 0)
    }

    @Test func aFolderOfAnotherSpecificationIsLeftAlone() throws {
        func run(_ epochs: Int) throws -> Program.Result {
            try CommandLineProgram.run(
                "compare", try specification(epochs: epochs), "--methods", "dfm", "--seeds", "1", "--output",
                out)
        }
        #expect(try run(1).code == 0)
        let other = try run(2)
        #expect(other.code == 65)
        #expect(
            other.errors == "Error: The output directory \(out) holds a comparison of another specification; "
                + "name another directory, or remove this one.\n")
        #expect(try kept(ComparisonSpecification.self, "l2t-compare.json").specification.training.epochs == 1)
    }

    @Test func theStudentMayBeAModuleBesideTheSpecification() throws {
        let module = try folder.write("my-net.pt", "module")
        func run(_ spec: String) throws -> Program.Result {
            try CommandLineProgram.run(
                "compare", spec, "--methods", "reference,dfm", "--seeds", "1", "--torchscript", module,
                "--output", out)
        }
        let result = try run(specification(epochs: 1))
        #expect(result.code == 0, "\(result.errors)")
        for method in ["reference", "dfm"] {
            let line = "\(method), seed 1: script of 6 bytes"
            #expect(result.errors.contains(line), "\(result.errors)")
        }
        let other = try folder.write(
            "other.json", #"{"task": "classification", "student": {"architecture": "mlp"}}"#)
        let refused = try run(other)
        #expect(refused.code == 64)
        #expect(refused.errors.contains("with --torchscript it is 'my-net'"), "\(refused.errors)")
        // The same name with other bytes is another student.
        _ = try folder.write("my-net.pt", "other module")
        #expect(try run(specification(epochs: 1)).code == 65)
    }

    @Test func aPostedDocumentIsTakenAndFlagsAreStronger() throws {
        let document =
            #"{"specification": {"task": "classification", "training": {"epochs": 1}}, "methods": ["dfm"], "#
            + #""seeds": 3}"#
        let result = try CommandLineProgram.run(
            "compare", "-", "--seeds", "1", "--output", out, "--json", input: document)
        let table = try JSONCoding.decode(ComparisonTable.self, from: Data(result.output.utf8))
        #expect(table.rows.map(\.method) == [.method(.dfm)])
        #expect(table.seeds == [1])
    }

    @Test func everyFaultIsSaidWhereTheFileHasIt() throws {
        let spec = try folder.write("bad.json", #"{"task": "classification", "colour": 1}"#)
        let result = try CommandLineProgram.run(
            "compare", spec, "--methods", "dfm,sgd", "--seeds", "many", "--output", out)
        #expect(result.code == 65)
        #expect(
            result.errors.hasPrefix(
                "Error: \(spec) is no specification that can be run:\n/colour: 'colour' is unknown;"))
        #expect(result.errors.contains("/methods/1: 'sgd' is unknown; one of reference,"))
        #expect(
            result.errors.contains("/seeds: A whole number from 1 to 200 is expected; found 'many'."))
        #expect(!FileManager.default.fileExists(atPath: out))
        let jobs = try CommandLineProgram.run("compare", spec, "--jobs", "0")
        #expect(jobs.code == 64)
        #expect(jobs.errors == "Error: --jobs is '0'; a whole number from 1 to 64 is allowed.\n")
    }
}
