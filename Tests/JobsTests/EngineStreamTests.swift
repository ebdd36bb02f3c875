import Foundation
import Specification
import Testing

@testable import Jobs

@Suite struct EngineStreamTests {
    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    @Test func linesAreWholeHoweverTheyArrive() {
        let text = "one\n\ntwo\nthree"
        for size in 1...text.utf8.count {
            var buffer = LineBuffer()
            var lines: [String] = []
            var rest = bytes(text)
            while !rest.isEmpty {
                lines += (buffer.append(rest.prefix(size)) ?? []).map { String(decoding: $0, as: UTF8.self) }
                rest = rest.dropFirst(size)
            }
            #expect(lines == ["one", "", "two"])
            #expect(buffer.append(bytes("\n")) == [Data("three".utf8)])
        }
    }

    @Test func aLineWithoutEndIsRefused() {
        var buffer = LineBuffer()
        let piece = [UInt8](repeating: 1, count: LineBuffer.limit / 2)[...]
        #expect(buffer.append(piece) == [])
        #expect(buffer.append(piece) == [])
        #expect(buffer.append(piece.prefix(1)) == nil)
    }

    @Test func onlyTheEndOfTheOutputIsKept() {
        var tail = OutputTail()
        tail.append(bytes("short"))
        #expect(tail.text == "short")
        tail.append(bytes(String(repeating: "x", count: 5000) + "end"))
        #expect(tail.text == "…" + String(repeating: "x", count: 4093) + "end")
    }

    @Test(arguments: ["", ".hidden", "../jobs.sqlite", "a/b"])
    func aFileIsNamedPlainly(_ name: String) {
        #expect(throws: JobsError.fileUnusable(name: name, reason: "a plain file name is expected")) {
            try ArtifactReader.artifact(
                EngineFile(name: name, kind: .report, mediaType: "m"), in: "/tmp", at: testTime)
        }
    }

    @Test func linksAndFoldersAreNoArtifacts() throws {
        let folder = TestFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: "/etc/hostname")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/folder", withIntermediateDirectories: false)
        for name in ["link", "folder"] {
            #expect(throws: JobsError.self) {
                try ArtifactReader.artifact(
                    EngineFile(name: name, kind: .report, mediaType: "m"), in: folder.path, at: testTime)
            }
        }
        let missing = EngineFile(name: "missing", kind: .report, mediaType: "m")
        #expect(try ArtifactReader.artifact(missing, in: folder.path, at: testTime) == nil)
    }

    @Test func theDigestIsSHA256() throws {
        let folder = TestFolder()
        try Data("abc".utf8).write(to: URL(filePath: folder.path + "/abc"))
        let file = EngineFile(name: "abc", kind: .report, mediaType: "m")
        let artifact = try ArtifactReader.artifact(file, in: folder.path, at: testTime)
        // FIPS 180-4's example.
        #expect(artifact?.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(artifact?.size == 3)
    }
}
