internal import Foundation
internal import Synchronization

/// Memory control groups for engine processes, below the group that this process is in: the kernel holds each engine to its
/// limit at once, where the look at its memory comes only now and then.
///
/// With version 2 a group with groups below it may hold no process itself: this process moves into one named `service`.
/// Source: Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
package final class MemoryGroups: Sendable {
    /// Why there can be none here.
    package struct Unavailable: Error, Equatable {
        package let reason: String
    }

    enum Version: Sendable {
        case first, second
    }

    let version: Version
    /// The group below which those of the engines are.
    let folder: String
    private struct State {
        var made = 0
        /// Groups that could not be removed, as a process in them had not quite ended.
        var leftovers: [String] = []
    }
    private let state = Mutex(State())

    /// - Parameters: root: where the hierarchies are mounted; membership: the file with the groups of this process.
    package init(
        root: String = "/sys/fs/cgroup", membership: String = "/proc/self/cgroup"
    ) throws(Unavailable) {
        let lines = Self.lines(membership).map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        }
        func path(_ isWanted: ([Substring]) -> Bool) -> String? {
            lines.first { $0.count == 3 && isWanted($0) }.map { $0[2] == "/" ? "" : String($0[2]) }
        }
        if FileManager.default.fileExists(atPath: root + "/cgroup.controllers") {
            guard let path = path({ $0[0] == "0" && $0[1].isEmpty }) else {
                throw Unavailable(reason: "\(membership) names no group of version 2.")
            }
            version = .second
            folder = root + path
            try prepareSecond()
        } else if let path = path({ $0[1].split(separator: ",").contains("memory") }) {
            version = .first
            folder = root + "/memory" + path
            guard FileManager.default.fileExists(atPath: folder + "/memory.limit_in_bytes") else {
                throw Unavailable(reason: "\(folder) is no memory control group.")
            }
        } else {
            throw Unavailable(reason: "There is no memory controller below \(root).")
        }
        removeAbandoned()
        // Whether groups can be made at all is to be known before the first engine needs one.
        let trial = folder + "/l2t-\(getpid())-0"
        guard mkdir(trial, 0o755) == 0 || errno == EEXIST else {
            throw Unavailable(reason: "\(trial) cannot be made: \(StateDirectory.reason(errno)).")
        }
        rmdir(trial)
    }

    /// A group with this process in it, without a limit yet.
    func group(of process: pid_t) throws(Unavailable) -> MemoryGroup {
        let number = state.withLock { state in
            state.leftovers.removeAll { rmdir($0) == 0 || errno == ENOENT }
            state.made += 1
            return state.made
        }
        let path = folder + "/l2t-\(getpid())-\(number)"
        guard mkdir(path, 0o755) == 0 else {
            throw Unavailable(reason: "\(path) cannot be made: \(StateDirectory.reason(errno)).")
        }
        let group = MemoryGroup(folder: path, groups: self)
        do throws(Unavailable) {
            // The whole engine goes, not one thread's process of it, and its memory does not go to the swap instead.
            if version == .second {
                try Self.write("1", to: path + "/memory.oom.group")
                try? Self.write("0", to: path + "/memory.swap.max")
            }
            try Self.write("\(process)", to: path + "/cgroup.procs")
        } catch {
            remove(path)
            throw error
        }
        return group
    }

    /// Removes a group whose process has ended; now, or once what is left of it has ended as well.
    func remove(_ path: String) {
        guard rmdir(path) != 0, errno != ENOENT else { return }
        if version == .second { try? Self.write("1", to: path + "/cgroup.kill") }
        state.withLock { $0.leftovers.append(path) }
    }

    private func prepareSecond() throws(Unavailable) {
        guard Self.words(folder + "/cgroup.controllers").contains("memory") else {
            throw Unavailable(reason: "\(folder) was not given the memory controller.")
        }
        guard !Self.words(folder + "/cgroup.subtree_control").contains("memory") else { return }
        let others = Self.words(folder + "/cgroup.procs").filter { $0 != "\(getpid())" }
        guard others.isEmpty else {
            throw Unavailable(
                reason: "\(folder) holds other processes, too: \(others.joined(separator: ", ")).")
        }
        let own = folder + "/service"
        guard mkdir(own, 0o755) == 0 || errno == EEXIST else {
            throw Unavailable(reason: "\(own) cannot be made: \(StateDirectory.reason(errno)).")
        }
        try Self.write("\(getpid())", to: own + "/cgroup.procs")
        do throws(Unavailable) {
            try Self.write("+memory", to: folder + "/cgroup.subtree_control")
        } catch {
            try? Self.write("\(getpid())", to: folder + "/cgroup.procs")
            rmdir(own)
            throw error
        }
    }

    /// Those of services that were killed.
    private func removeAbandoned() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let parts = name.split(separator: "-")
            guard parts.count == 3, parts[0] == "l2t", let owner = pid_t(parts[1]), Int(parts[2]) != nil,
                kill(owner, 0) != 0, errno == ESRCH
            else { continue }
            rmdir(folder + "/" + name)
        }
    }

    static func write(_ text: String, to path: String) throws(Unavailable) {
        // The files are there already; a folder that stands for a hierarchy in a test has none.
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        let isWritten = file >= 0 && Foundation.write(file, text, text.utf8.count) == text.utf8.count
        let failure = errno
        if file >= 0 { close(file) }
        guard isWritten else {
            throw Unavailable(reason: "\(path) does not take '\(text)': \(StateDirectory.reason(failure)).")
        }
    }

    static func lines(_ path: String) -> [Substring] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    }

    static func words(_ path: String) -> [String] {
        lines(path).flatMap { $0.split(separator: " ") }.map(String.init)
    }
}
