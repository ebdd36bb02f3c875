internal import Foundation

/// Another program, run to its end.
package enum Program {
    package struct Result: Sendable {
        package let code: Int32
        package let output: String
        package let errors: String
    }

    /// Where a program is: on the PATH, or among the tools that deploy/test unpacks; nil where it is in neither.
    package static func path(of name: String) -> String? {
        let repository = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let variable = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = variable.split(separator: ":") + ["\(repository.path)/.build/tools/usr/bin"]
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    package static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, because a pipe that nobody empties would stop the program.
        let files = ["input", "output", "errors"].map { folder.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        try Data().write(to: files[1])
        try Data().write(to: files[2])
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8))
    }
}
