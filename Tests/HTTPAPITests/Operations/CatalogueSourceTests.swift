import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// When the engine is asked again which data sets there are.
@Suite struct CatalogueSourceTests {
    private let folder: TestFolder
    private let looks = Box(0)
    private let time = Box(ContinuousClock.now)

    init() throws {
        folder = try TestFolder()
        for name in ["root/set", "uploads/letters"] {
            try makeFolder(name)
            _ = try folder.write(name + "/labels.csv", "a\n")
        }
    }

    private func source() throws -> CatalogueSource {
        try CatalogueSource(
            dataRoot: folder.path + "/root", uploads: folder.path + "/uploads",
            describe: { [looks] in
                looks.value += 1
                return .make()
            }, now: { [time] in time.value })
    }

    private func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder.path + "/" + name, withIntermediateDirectories: true)
    }

    /// Its folder stays as it is.
    private func extend(_ name: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: folder.path + "/" + name))
        try file.seekToEnd()
        try file.write(contentsOf: Data("b\n".utf8))
        try file.close()
    }

    @Test func theFilesOfUploadsAreNotLookedAt() throws {
        let source = try source()
        try extend("uploads/letters/labels.csv")
        time.value += .seconds(60)
        _ = try source.refreshed()
        #expect(looks.value == 1)
    }

    @Test func theFilesOfTheDataRootAreLookedAtOnceASecond() throws {
        let source = try source()
        try extend("root/set/labels.csv")
        time.value += .milliseconds(999)
        _ = try source.refreshed()
        #expect(looks.value == 1)
        time.value += .milliseconds(1)
        _ = try source.refreshed()
        #expect(looks.value == 2)
        time.value += .seconds(60)
        _ = try source.refreshed()
        #expect(looks.value == 2)
        try extend("root/set/labels.csv")
        _ = try source.refreshed()
        #expect(looks.value == 2)
    }

    @Test(arguments: ["root/other", "uploads/digits"])
    func aFolderThatComesOrGoesIsSeenAtOnce(_ name: String) throws {
        let source = try source()
        try makeFolder(name)
        _ = try source.refreshed()
        #expect(looks.value == 2)
        try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        _ = try source.refreshed()
        #expect(looks.value == 3)
    }
}
