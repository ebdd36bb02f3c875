import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetPathTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
    }

    @Test func blanksAndLettersOfAllScriptsNameFiles() throws {
        let paths = [
            "a.jpg", "images/a b.jpg", "Bilder/Grüße (1).png", "写真/一.jpg", "a/b/c/d", "-x", "_/+.PNG",
        ]
        for path in paths {
            try root.write(path, to: "set/" + path)
            let folder = try DatasetFolder(name: "set", root: root.path)
            #expect(folder.contains(path))
            #expect(try folder.read(path, limit: 100) == Array(path.utf8))
        }
    }

    @Test func whatCouldLeaveTheFolderIsNoPath() throws {
        try root.write("x", to: "set/a/b")
        try root.write("x", to: "set/.hidden")
        try root.write("x", to: "other/a")
        let folder = try DatasetFolder(name: "set", root: root.path)
        let long = String(repeating: "x", count: 256)
        let deep = Array(repeating: "a", count: 9).joined(separator: "/")
        for path in [
            "", "/", "/a/b", "a/", "a//b", ".", "..", "../other/a", "a/../../other/a", "a/./b", ".hidden",
            "a/.hidden", "a\0b", "a\nb", "a\u{7F}", long, deep,
        ] {
            #expect(!folder.contains(path), "\(path)")
            #expect(throws: DatasetError.self, "\(path)") { try folder.read(path, limit: 100) }
        }
        #expect(
            sentence { () throws(DatasetError) in try folder.read("../other/a", limit: 100) }
                == "../other/a cannot be read: it is no path inside the folder: \(DatasetPath.rule).")
    }

    @Test func foldersThatAreLinksStayInsideTheRoot() throws {
        let outside = try TemporaryFolder()
        try outside.write("secret", to: "images/a.jpg")
        try root.write("open", to: "shared/a.jpg")
        try root.write("x", to: "set/README")
        try link("set/outside", to: outside.url.appending(path: "images"))
        try link("set/inside", to: root.url.appending(path: "shared"))
        let folder = try DatasetFolder(name: "set", root: root.path)
        #expect(folder.contains("inside/a.jpg"))
        #expect(try folder.read("inside/a.jpg", limit: 9) == Array("open".utf8))
        #expect(!folder.contains("outside/a.jpg"))
        #expect(
            sentence { () throws(DatasetError) in try folder.read("outside/a.jpg", limit: 9) }
                == "outside/a.jpg cannot be read: it is a link that leaves the data root.")
    }

    @Test func aFileAboveTheLimitIsRefused() throws {
        try root.write("12345", to: "set/a")
        let folder = try DatasetFolder(name: "set", root: root.path)
        #expect(try folder.read("a", limit: 5).count == 5)
        #expect(
            sentence { () throws(DatasetError) in try folder.read("a", limit: 4) }
                == "a needs 5 bytes or more; at most 4 are accepted.")
    }

    @Test func aFolderIsNoFile() throws {
        try root.write("x", to: "set/images/a")
        let folder = try DatasetFolder(name: "set", root: root.path)
        #expect(
            sentence { () throws(DatasetError) in try folder.read("images", limit: 4) }
                == "images cannot be read: it is not a plain file.")
    }

    private func link(_ name: String, to target: URL) throws {
        try FileManager.default.createSymbolicLink(
            at: root.url.appending(path: name), withDestinationURL: target)
    }
}
