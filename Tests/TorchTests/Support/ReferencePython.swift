import Foundation
import Testing

/// The Python that the environment names, or the first on the path.
enum ReferencePython {
    static let hasSafetensors = imports("numpy, safetensors")
    static let hasTorch = imports("torch, safetensors.torch")

    /// What a script prints.
    static func run(_ arguments: [String]) throws -> Data {
        let process = python(arguments)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }

    private static func imports(_ modules: String) -> Bool {
        let process = python(["-c", "import \(modules)"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private static func python(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["L2T_REFERENCE_PYTHON"] ?? "python3"
        process.arguments = [python] + arguments
        return process
    }
}
