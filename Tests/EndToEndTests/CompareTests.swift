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
        let run = try Shell.run(
            [
                program, "compare", "spec.json", "--methods", "reference,best-single,dfm", "--seeds", "2",
                "--output", "out", "--threads", "1", "--json",
            ], in: folder)
        #expect(run.status == 0)
        let table = try JSONCoding.decode(ComparisonTable.self, from: run.output)
        #expect((table.rows + table.singles).map(\.count) == [2, 2, 2, 2, 2])
        func file(_ job: String, _ name: String) throws -> Data {
            try Data(contentsOf: URL(filePath: "\(folder)/out/jobs/\(job)/\(name)"))
        }
        for seed in 1...2 {
            // The reference trains with cross-entropy alone, on the same examples in the same order.
            #expect(
                try file("reference-seed-\(seed)", "student.safetensors")
                    == file("best-single-cross_entropy-seed-\(seed)", "student.safetensors"))
            let records = try JSONCoding.decode(
                [EpochRecord].self, from: file("dfm-seed-\(seed)", "epochs.json"))
            #expect(records.map { $0.student.test == nil } == [true, false])
        }
        #expect(
            try file("reference-seed-1", "student.safetensors")
                != file("reference-seed-2", "student.safetensors"))
    }
}
