internal import CLinux
internal import Foundation

/// A process that was just started, and this side's ends of its streams. They are its owner's to close.
struct SpawnedEngine: Sendable {
    let pid: pid_t
    /// Of the process itself: readable once it has ended.
    let descriptor: Int32
    /// A socket, which is descriptor 3 of the process.
    let channel: Int32
    /// What the process writes to its standard output and error.
    let output: Int32
    /// Why the process shares this one's network; nil where it has none at all.
    let networkFailure: String?
    /// Nil where the kernel does not hold the process to its memory.
    let memoryGroup: MemoryGroup?
    /// Why it does not, though it should.
    let memoryFailure: String?
    private let outOfMemoryKills = OutOfMemoryKills.count

    /// - Throws: `.engineNotStarted`.
    init(_ launch: EngineLaunch, spawner: ProcessSpawner) throws(JobsError) {
        func failure(_ what: String, _ code: Int32) -> JobsError {
            .engineNotStarted(
                executable: launch.executable, reason: "\(what): \(StateDirectory.reason(code))")
        }
        var pair: [Int32] = [-1, -1]
        let pairFailure = linux_socket_pair(&pair)
        guard pairFailure == 0 else { throw failure("no socket pair", pairFailure) }
        defer { close(pair[1]) }
        var pipe: [Int32] = [-1, -1]
        let pipeFailure = linux_pipe(&pipe)
        guard pipeFailure == 0 else {
            close(pair[0])
            throw failure("no pipe", pipeFailure)
        }
        defer { close(pipe[1]) }
        do throws(JobsError) {
            let spawned = try spawner.spawn(launch, channel: pair[1], output: pipe[1])
            pid = spawned.process
            descriptor = spawned.descriptor
            networkFailure = spawned.networkFailure
            do throws(MemoryGroups.Unavailable) {
                memoryGroup = try spawner.memoryGroups?.group(of: spawned.process)
                memoryFailure = nil
            } catch {
                memoryGroup = nil
                memoryFailure = error.reason
            }
        } catch {
            close(pair[0])
            close(pipe[0])
            throw error
        }
        channel = pair[0]
        output = pipe[0]
        for descriptor in [channel, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    /// Has the kernel hold the process to so much memory, where it can; who started it looks at its memory either way.
    func limitMemory(toMb megabytes: Int) {
        try? memoryGroup?.limit(to: megabytes << 20)
    }

    /// Called once the process is reaped.
    /// - Parameters: code: as ``ProcessExit/code``; isKilled: whether it was killed by its owner.
    func exit(code: Int32, output: String, isKilled: Bool) -> ProcessExit {
        let isTaken = code == -SIGKILL && !isKilled
        let isOverMemory = isTaken && memoryGroup?.isExhausted == true
        memoryGroup?.remove()
        return ProcessExit(
            code: code, output: output, isOverMemory: isOverMemory,
            isOutOfMemory: isTaken && !isOverMemory && OutOfMemoryKills.count > outOfMemoryKills)
    }

    /// Bytes of memory that a process occupies; nil when it cannot be told.
    static func residentBytes(of process: pid_t) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else {
            return nil
        }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    }
}
