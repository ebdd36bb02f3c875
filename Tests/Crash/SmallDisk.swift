import Foundation

/// A tmpfs of a few MiB.
struct SmallDisk {
    static let size = "8m"
    let path: String

    init(at path: String) {
        self.path = path
    }

    /// - Returns: whether it is permitted.
    func mount() throws -> Bool {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return try Self.run("mount", "-t", "tmpfs", "-o", "size=\(Self.size)", "tmpfs", path) == 0
    }

    func unmount() { _ = try? Self.run("umount", path) }

    private var filler: String { path + "/filler" }

    /// Writes until there is no byte left.
    func fill() throws {
        let file = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ServiceClient.Failure(description: "\(filler) cannot be made.") }
        defer { close(file) }
        let bytes = [UInt8](repeating: 0, count: 4096)
        while write(file, bytes, bytes.count) > 0 {}
    }

    func empty() { unlink(filler) }

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
