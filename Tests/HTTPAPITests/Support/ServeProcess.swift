import CLinux
import Foundation
import ServiceTestSupport
import Testing

/// A running `l2t serve` and the port that it printed. Not Foundation's `Process`: that one waits for a socket that
/// whatever else the tests start may hold open.
final class ServeProcess {
    let pid: pid_t
    let port: UInt16
    private var isOver = false

    init(state: String, _ arguments: String...) throws {
        var pipe: [Int32] = [-1, -1]
        try #require(linux_pipe(&pipe) == 0)
        defer { close(pipe[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO)
        let path = CommandLineProgram.path
        let words = ["serve", "--port", "0", "--state-dir", state, "--log-level", "error"] + arguments
        var texts = ([path] + words).map { strdup($0) } + [nil]
        var variables = [strdup("L2T_ENGINE=\(FakeEngine.path)"), nil]
        defer { for text in texts + variables { free(text) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, path, &actions, nil, &texts, &variables)
        close(pipe[1])
        try #require(failure == 0)
        pid = process
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(pipe[0], &bytes, bytes.count)
        let line = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        let match = line.wholeMatch(of: #/listening on http://127\.0\.0\.1:(\d+)\n/#)
        guard let match, let port = UInt16(match.1) else {
            kill(process, SIGKILL)
            throw Client.Failure(description: "the service printed '\(line)'")
        }
        self.port = port
    }

    deinit {
        if !isOver { _ = end(SIGKILL) }
    }

    /// - Returns: the wait status: 0 for a good end.
    func end(_ signal: Int32 = SIGTERM) -> Int32 {
        isOver = true
        kill(pid, signal)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// KiB of the program's largest resident memory so far.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
