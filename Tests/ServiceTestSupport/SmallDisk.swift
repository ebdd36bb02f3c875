internal import Foundation

/// A tmpfs of a few MiB.
package struct SmallDisk {
    package static let size = "8m"
    package let path: String

    /// Whether one can be mounted here, which takes root: tried once.
    package static let isPermitted: Bool = {
        let disk = SmallDisk(at: NSTemporaryDirectory() + "l2t-disk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: disk.path) }
        guard (try? disk.mount()) == true else { return false }
        disk.unmount()
        return true
    }()

    package init(at path: String) {
        self.path = path
    }

    /// - Returns: whether it is permitted.
    package func mount() throws -> Bool {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return try Self.run("mount", "-t", "tmpfs", "-o", "size=\(Self.size)", "tmpfs", path) == 0
    }

    /// At once, though a program that was killed may still have files of it open.
    package func unmount() { _ = try? Self.run("umount", "--lazy", path) }

    private var filler: String { path + "/filler" }

    /// Writes until there is no byte left.
    package func fill() throws {
        let file = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: filler]) }
        defer { close(file) }
        let bytes = [UInt8](repeating: 0, count: 4096)
        while write(file, bytes, bytes.count) > 0 {}
    }

    package func empty() { unlink(filler) }

    private static func run(_ command: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
