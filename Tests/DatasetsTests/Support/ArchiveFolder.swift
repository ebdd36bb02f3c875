import Foundation

@testable import Datasets

/// Archives made by the system's tar and Python's zipfile, and a place to unpack them to.
struct ArchiveFolder {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["in", "out"] {
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + name, withIntermediateDirectories: true)
        }
    }

    var out: String { folder.path + "/out" }

    /// Runs shell commands in the folder that is packed; `$A` is the archive's path.
    func pack(_ commands: String) throws -> String {
        let archive = folder.path + "/archive"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-e", "-c", commands]
        process.currentDirectoryURL = URL(filePath: folder.path + "/in")
        process.environment = ["A": archive, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        try process.run()
        process.waitUntilExit()
        struct Failure: Error {}
        if process.terminationStatus != 0 { throw Failure() }
        return archive
    }

    func unpack(_ archive: String, limits: ArchiveLimits = .generous) throws -> ArchiveUnpacking {
        try ArchiveUnpacking(archive, into: out, limits: limits)
    }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: out + "/" + file, encoding: .utf8)
    }
}

extension ArchiveLimits {
    static let generous = ArchiveLimits(
        entries: 1000, bytes: 1 << 30, ratio: 100, ratioFloor: 1 << 20, reserve: 0)
}
