import Foundation

/// The most memory that this process has occupied since a moment (proc(5): `clear_refs`, `VmHWM`).
enum MemoryPeak {
    /// Forgets the peak until now. Without effect where the system does not allow it; then peaks only grow.
    static func reset() {
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    }

    /// In MiB; nil where the system does not tell.
    static var mebibytes: Int? {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map {
            $0 / 1024
        }
    }
}
