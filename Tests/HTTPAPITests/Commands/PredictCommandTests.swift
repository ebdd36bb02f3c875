import Foundation
import Specification
import Testing

@Suite struct PredictCommandTests {
    private let folder: TestFolder
    private let student: String

    init() throws {
        folder = try TestFolder()
        student = try folder.write("student.safetensors", "task detection\n")
    }

    /// All that the double looks at.
    private func image(_ name: String) throws -> String {
        let path = folder.path + "/" + name
        try Data([0x89, 0x50, 0x4E, 0x47]).write(to: URL(filePath: path))
        return path
    }

    @Test func eachImageHasALineAndAPicture() throws {
        let (first, second) = (try image("a.png"), try image("b.tar.jpg"))
        let out = folder.path + "/out"
        let result = try CommandLineProgram.run("predict", student, first, second, "--output", out)
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.output == """
                \(first): 2 boxes (cell 2); \(out)/a.png
                \(second): 2 boxes (cell 2); \(out)/b.tar.png

                """)
        for name in ["a.png", "b.tar.png"] {
            let picture = try Data(contentsOf: URL(filePath: "\(out)/\(name)"))
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test func programsGetALineOfJSON() throws {
        let result = try CommandLineProgram.run(
            "predict", student, try image("a.png"), "--output", folder.path + "/out", "--json", "--threshold",
            "0.6")
        let line = try JSONValue(parsing: result.output)
        #expect(line["file"] == .string(folder.path + "/a.png"))
        #expect(line["picture"] == .string(folder.path + "/out/a.png"))
        #expect(line["prediction"]?["boxes"]?.items.count == 1)
    }

    @Test func classesHaveNoPicture() throws {
        let student = try folder.write("classes.safetensors", "student\n")
        let out = folder.path + "/out"
        let path = try image("a.png")
        let result = try CommandLineProgram.run("predict", student, path, "--output", out)
        #expect(result.output == "\(path): 3 (0.750), 5 (0.250)\n")
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test func anImageThatCannotBeUsedDoesNotHoldUpTheOthers() throws {
        let bad = try folder.write("bad.png", "no image")
        let good = try image("good.png")
        let missing = folder.path + "/missing.png"
        let result = try CommandLineProgram.run(
            "predict", student, bad, missing, good, "--output", folder.path + "/out")
        #expect(result.code == 65)
        #expect(
            result.errors == """
                Error: \(bad) has 8 bytes; expected a JPEG or PNG image.
                Error: Cannot read \(missing): No such file or directory.

                """)
        #expect(result.output.hasPrefix("\(good): "))
    }

    @Test func nothingIsOverwritten() throws {
        let path = try image("a.png")
        let onto = try CommandLineProgram.run("predict", student, path, "--output", folder.path)
        #expect(onto.code == 64)
        #expect(onto.errors.hasPrefix("Error: The picture \(folder.path)/a.png would be that of an image;"))
        let twice = try CommandLineProgram.run(
            "predict", student, path, try image("a.jpg"), "--output", folder.path + "/out")
        #expect(twice.code == 64)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
    }

    @Test func wrongFlagsAndFilesAreSaid() throws {
        let path = try image("a.png")
        #expect(try CommandLineProgram.run("predict", student, path, "--threshold", "2").code == 64)
        #expect(try CommandLineProgram.run("predict", student, path, "--limit", "0").code == 64)
        #expect(try CommandLineProgram.run("predict", "/nonexistent", path).code == 65)
        let crashing = try folder.write("crashing.safetensors", "predict crash\n")
        let result = try CommandLineProgram.run(
            "predict", crashing, path, "--output", folder.path + "/out")
        #expect(result.code == 1)
        #expect(result.errors.contains("The engine exited with code 3 before it answered."))
    }
}
