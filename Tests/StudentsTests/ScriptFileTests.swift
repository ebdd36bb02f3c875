import Foundation
import Testing
import Torch

@testable import Students

/// What is no student of a user's, and the sentence that says so.
@Suite struct ScriptFileTests {
    private func sentence(_ path: String) throws -> String {
        try #require(throws: StudentError.self) { try ScriptFile.read(path, name: "mine") }.description
    }

    private func sentence(of bytes: some Sequence<UInt8>) throws -> String {
        let path = NSTemporaryDirectory() + "l2t-script-\(UUID().uuidString).pt"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try sentence(path)
    }

    private static let start = "The student 'mine' cannot be used: "

    @Test(arguments: [
        (
            "state",
            "It is no TorchScript: it has no code, as what torch.save writes (a state dict, or a pickled module); "
                + "torch.jit.script(model).save(path) writes what is taken."
        ),
        ("frozen", "It has no parameters to train; torch.jit.freeze makes constants of them."),
        ("writer", "Its code calls aten::save, and no student may touch files."),
        ("two-inputs", "Its forward takes 2 inputs; one is expected, a batch of images."),
    ])
    func aFileThatIsNoStudent(_ name: String, _ problem: String) throws {
        #expect(try sentence(ScriptFixture.path(name)) == Self.start + problem)
    }

    @Test func bytesThatAreNoModule() throws {
        #expect(
            try sentence(of: [0x80, 2, 0x7D, 0x71, 0, 0x2E]).hasPrefix(
                Self.start + "It is no TorchScript: it is a pickle, and no pickle is read"))
        #expect(
            try sentence(of: Array("no archive".utf8))
                == Self.start + "As a zip archive it has no directory at its end.")
        #expect(try sentence("/nowhere/mine.pt").contains("No such file"))
    }

    /// The directory says so; whether it is true is not tried.
    @Test func anArchiveThatUnfoldsTooFarIsNotUnfolded() throws {
        var bytes = Array(try Data(contentsOf: URL(filePath: ScriptFixture.path("convolutional"))))
        let entry = try #require(
            bytes.indices.first { index in
                bytes[index...].starts(with: [0x50, 0x4B, 1, 2]) && bytes[index + 10] == 8
            })
        bytes.replaceSubrange(entry + 24..<entry + 28, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(
            try sentence(of: bytes) == Self.start + "As a zip archive it unfolds to more than 256 MiB.")
    }

    @Test func aDamagedArchiveIsRefused() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: ScriptFixture.path("convolutional"))))
        for cut in [1, 22, bytes.count / 2] {
            #expect(try sentence(of: bytes.dropLast(cut)).hasPrefix(Self.start + "As a zip archive it "))
        }
    }

    @Test(arguments: ["convolutional", "traced", "perceptron", "prototypes", "pixels", "tied"])
    func whatPyTorchScriptedOrTracedIsTaken(_ name: String) throws {
        let function = try ScriptFile.read(ScriptFixture.path(name), name: name)
        #expect(try function.inputs == 1 && function.parameters.count > 0)
    }
}
