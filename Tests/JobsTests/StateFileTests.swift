import Foundation
import Testing

@testable import Jobs

@Suite struct StateFileTests {
    private let folder = TestFolder()

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func aFileTakesThePlaceOfWhatStoodThere() throws {
        let path = folder.path + "/note"
        for text in ["first", "second"] {
            try StateFile.write(Data(text.utf8), to: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
        #expect(try names() == ["note"])
    }

    @Test func aFileThatCannotTakeItsPlaceLeavesNothing() throws {
        let path = folder.path + "/note"
        try FileManager.default.createDirectory(atPath: path + "/taken", withIntermediateDirectories: true)
        #expect(throws: UploadFile.failure("note", EISDIR, 0)) {
            try StateFile.write(Data("text".utf8), to: path)
        }
        #expect(try names() == ["note"])
    }
}
