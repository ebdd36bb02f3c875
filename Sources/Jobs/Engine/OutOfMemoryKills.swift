internal import Foundation

/// How many processes the kernel has ended for want of memory, the machine's or a control group's, since it started.
enum OutOfMemoryKills {
    /// 0 where it cannot be told.
    static var count: Int {
        guard let text = try? String(contentsOfFile: "/proc/vmstat", encoding: .utf8) else { return 0 }
        return count(in: text)
    }

    static func count(in text: String) -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
    }
}
