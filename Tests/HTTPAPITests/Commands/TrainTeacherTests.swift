import Foundation
import ServiceTestSupport
import Specification
import Testing

/// `l2t train` and `l2t compare` from the teacher of an earlier run, by its path.
@Suite struct TrainTeacherTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    /// The header of a teacher's file, padded so that its length is text to the engine's double.
    private func teacher(hidden: Int = 64) throws -> String {
        let facts = TeacherFacts(
            task: .classification, method: .dfm, metrics: ["brier", "cross_entropy", "focal"], hidden: hidden)
        let metadata = JSONValue.object([
            "facts": .string(String(decoding: try JSONCoding.encode(facts), as: UTF8.self))
        ])
        let text = String(
            decoding: try JSONCoding.encode(JSONValue.object(["__metadata__": metadata])), as: UTF8.self)
        let size = 0x140
        let padded = text + String(repeating: " ", count: size - text.utf8.count)
        return try folder.write("teacher.safetensors", "\u{40}\u{1}\0\0\0\0\0\0" + padded)
    }

    private func specification(_ from: String) throws -> String {
        try folder.write(
            "spec.json",
            #"{"task": "classification", "training": {"epochs": 1}, "teaching": {"teacher": {"from": "\#(from)"}}}"#
        )
    }

    @Test func aRunStartsFromACopyThatLaterRunsKeep() throws {
        let teacher = try teacher()
        let spec = try specification(teacher)
        let out = folder.path + "/out"
        let result = try CommandLineProgram.run("train", spec, "--output", out)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("starts from the"), "\(result.errors)")
        let copy = try Data(contentsOf: URL(filePath: out + "/starting-teacher.safetensors"))
        #expect(try copy == Data(contentsOf: URL(filePath: teacher)))
        // The same run again, with another teacher at that path.
        try Data(copy + [32]).write(to: URL(filePath: teacher))
        #expect(try CommandLineProgram.run("train", spec, "--output", out).code == 0)
        #expect(try Data(contentsOf: URL(filePath: out + "/starting-teacher.safetensors")) == copy)
    }

    @Test func theTaughtJobsOfAComparisonStartFromIt() throws {
        let out = folder.path + "/out"
        let result = try CommandLineProgram.run(
            "compare", try specification(teacher()), "--methods", "uniform,dfm", "--seeds", "1", "--output",
            out)
        #expect(result.code == 0, "\(result.errors)")
        for (job, isThere) in [("dfm-seed-1", true), ("uniform-seed-1", false)] {
            #expect(
                FileManager.default.fileExists(atPath: "\(out)/jobs/\(job)/starting-teacher.safetensors")
                    == isThere)
        }
    }

    @Test func whatIsNoTeacherOrDoesNotFitIsSaid() throws {
        let missing = folder.path + "/none.safetensors"
        let junk = try folder.write("junk.safetensors", "\u{9}\0\0\0\0\0\0\0{\"a\": 1}  ")
        for (from, sentence) in [
            (missing, "/teaching/teacher/from: Cannot read \(missing): No such file or directory."),
            (junk, "/teaching/teacher/from: \(junk) is no teacher that a training could start from."),
        ] {
            let result = try CommandLineProgram.run(
                "train", try specification(from), "--output", folder.path + "/out")
            #expect(result.code == 65)
            #expect(
                result.errors.contains(sentence + " The path of a teacher.safetensors is allowed."),
                "\(result.errors)")
        }
        let small = try folder.write(
            "small.json",
            #"{"task": "classification", "teaching": {"teacher": {"from": "\#(teacher(hidden: 8))", "hidden": 9}}}"#
        )
        let result = try CommandLineProgram.run("train", small, "--output", folder.path + "/out")
        #expect(result.code == 65)
        #expect(result.errors.contains("has 8; found 9, which must be the same."), "\(result.errors)")
    }
}
