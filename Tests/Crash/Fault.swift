import ArgumentParser
import Foundation

/// What the library of Tests/FaultShim is told, and what it tells.
struct Fault {
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case enospc, eio, short
    }

    var program: String
    var kind: Kind
    /// The first call that fails; 0 for none.
    var at: Int
    var length: Int
    /// Its calls on files below it count.
    var folder: String

    private static let source = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "FaultShim/FaultShim.c").path()

    /// Builds the library. - Returns: its path.
    static func build(in folder: String) throws -> String {
        let path = folder + "/fault.so"
        for compiler in ["clang", "cc"] {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [compiler, "-shared", "-fPIC", "-O1", "-o", path, source, "-ldl"]
            try process.run()
            process.waitUntilExit()
            if process.terminationStatus == 0 { return path }
        }
        throw ServiceClient.Failure(description: "Neither clang nor cc could build \(source).")
    }

    /// Prepares the count. - Returns: the environment of a program that meets the fault.
    func environment(library: String, count: String) throws -> [String: String] {
        try Data(repeating: 0, count: 16).write(to: URL(filePath: count))
        return [
            "LD_PRELOAD": library, "L2T_FAULT_PROGRAM": program, "L2T_FAULT_FOLDER": folder,
            "L2T_FAULT_COUNT": count, "L2T_FAULT_AT": String(at), "L2T_FAULT_LENGTH": String(length),
            "L2T_FAULT_KIND": kind.rawValue,
        ]
    }

    /// Calls so far, and those that failed.
    static func read(_ count: String) throws -> (calls: Int, failed: Int) {
        let data = try Data(contentsOf: URL(filePath: count))
        let numbers = data.withUnsafeBytes { bytes in
            (0..<2).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self) }
        }
        return (Int(numbers[0]), Int(numbers[1]))
    }
}
