import Foundation
import Testing

@testable import Jobs

@Suite struct StateDirectoryTests {
    private let folder = TestFolder()

    @Test func twoServicesNeverShareOne() throws {
        var first: StateDirectory? = try StateDirectory(opening: folder.path)
        let path = try #require(first?.path)
        #expect(throws: JobsError.stateDirectoryInUse(path: folder.path, pid: Int(getpid()))) {
            try StateDirectory(opening: folder.path)
        }
        first = nil
        #expect(try StateDirectory(opening: folder.path).path == path)
    }

    @Test func aFolderThatCannotBeMadeIsRefused() throws {
        let file = folder.path + "/file"
        try Data().write(to: URL(filePath: file))
        do {
            _ = try StateDirectory(opening: file)
            Issue.record("a file was taken for a folder")
        } catch {
            #expect(error.description == "The state directory \(file) cannot be used: Not a directory.")
        }
    }
}
