import Foundation
import Specification
import Testing

/// `l2t compare` with the real engine.
@Suite struct CompareTests {
    @Test func jobsOfOneSeedSeeTheSameDataAndReadTheTestSplitOnce() throws {
        let folder = NSTemporaryDirectory() + "l2t-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let specification = #"""
            {"task": "classification", "student": {"architecture": "mlp"}, "training": {"epochs": 2},
             "teaching": {"metrics": ["cross_entropy", "focal"]}}
            """#
        try Data(specification.utf8).write(to: URL(filePath: folder + "/spec.json"))
        let program = RunningService.programs.appending(path: "l2t").path
        func compare(_ methods: String, _ output: String) throws -> ComparisonTable {
            let run = try Shell.run(
                [
                    program, "compare", "spec.json", "--methods", methods, "--seeds", "2", "--output", output,
                    "--threads", "1", "--json",
                ], in: folder)
            #expect(run.status == 0)
            return try JSONCoding.decode(ComparisonTable.self, from: run.output)
        }
        func file(_ job: String, _ name: String, in output: String = "out") throws -> Data {
            try Data(contentsOf: URL(filePath: "\(folder)/\(output)/jobs/\(job)/\(name)"))
        }
        let table = try compare("reference,best-single,dfm", "out")
        #expect((table.rows + table.singles).map(\.count) == [2, 2, 2, 2, 2])
        let twin = folder + "/out/jobs/best-single-cross_entropy-seed-1"
        #expect(!FileManager.default.fileExists(atPath: twin))
        #expect(try compare("best-single", "alone").singles[0].mean == table.rows[0].mean)
        for seed in 1...2 {
            // The reference trains with cross-entropy alone, on the same examples in the same order: so it stands for
            // that loss where both are asked for.
            #expect(
                try file("reference-seed-\(seed)", "student.safetensors")
                    == file("best-single-cross_entropy-seed-\(seed)", "student.safetensors", in: "alone"))
            let records = try JSONCoding.decode(
                [EpochRecord].self, from: file("dfm-seed-\(seed)", "epochs.json"))
            #expect(records.map { $0.student.test == nil } == [true, false])
        }
        #expect(
            try file("reference-seed-1", "student.safetensors")
                != file("reference-seed-2", "student.safetensors"))
    }
}
