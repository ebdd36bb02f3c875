import Foundation
import Testing

/// The Python that the environment names, or the first on the path.
enum ReferencePython {
    /// What a script prints; nil where there is no Python or it lacks what the script needs (exit status 3).
    static func run(_ arguments: [String]) throws -> Data? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["L2T_REFERENCE_PYTHON"] ?? "python3"
        process.arguments = [python] + arguments
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        if [3, 127].contains(process.terminationStatus) { return nil }
        #expect(process.terminationStatus == 0)
        return text
    }
}
