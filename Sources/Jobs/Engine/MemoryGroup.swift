/// The memory control group of one engine.
struct MemoryGroup: Sendable {
    private let folder: String
    private let groups: MemoryGroups
    /// Bytes that memory may be short of its limit when there is no more: the kernel hands it out in larger parts.
    private static let charge = 1 << 20

    init(folder: String, groups: MemoryGroups) {
        self.folder = folder
        self.groups = groups
    }

    /// Holds the engine to this many bytes from now on.
    func limit(to bytes: Int) throws(MemoryGroups.Unavailable) {
        switch groups.version {
        case .first:
            try MemoryGroups.write("\(bytes)", to: folder + "/memory.limit_in_bytes")
            // Not every kernel counts the swap.
            try? MemoryGroups.write("\(bytes)", to: folder + "/memory.memsw.limit_in_bytes")
        case .second: try MemoryGroups.write("\(bytes)", to: folder + "/memory.max")
        }
    }

    /// Whether the kernel has ended a process of the group because the group's own memory ran out, not the machine's.
    var isExhausted: Bool {
        switch groups.version {
        case .first:
            count("memory.oom_control", "oom_kill") > 0
                && number("memory.max_usage_in_bytes") >= number("memory.limit_in_bytes") - Self.charge
        case .second: count("memory.events", "oom_kill") > 0 && count("memory.events", "oom") > 0
        }
    }

    func remove() {
        groups.remove(folder)
    }

    private func count(_ file: String, _ name: String) -> Int {
        for line in MemoryGroups.lines(folder + "/" + file) {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == name { return Int(words[1]) ?? 0 }
        }
        return 0
    }

    private func number(_ file: String) -> Int {
        MemoryGroups.words(folder + "/" + file).first.flatMap { Int($0) } ?? 0
    }
}
