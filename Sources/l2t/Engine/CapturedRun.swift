import CLinux
import Foundation

/// A program that ran to its end, and all that it wrote to standard output. Its standard error is this program's.
struct CapturedRun {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let output: [UInt8]
    /// Exit code, or the negative number of the signal that ended it.
    let exit: Int32

    var exitWords: String { exit < 0 ? "signal \(-exit) ended it" : "it exited with code \(exit)" }

    /// More is no catalogue; the largest known one has some kilobytes.
    private static let outputLimit = 16 << 20

    /// - Parameters: `seconds`: how long the program may take before it is killed.
    /// - Throws: where it did not start, took too long, or wrote without end.
    init(_ path: String, _ arguments: [String], within seconds: Double = 60) throws(Failure) {
        var pipe: [Int32] = [-1, -1]
        let noPipe = linux_pipe(&pipe)
        guard noPipe == 0 else { throw Self.failure("no pipe", noPipe) }
        defer { close(pipe[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, path, &actions, nil, &words, environ)
        close(pipe[1])
        guard failure == 0 else { throw Self.failure("it did not start", failure) }
        let end = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        do throws(Failure) {
            output = try Self.readAll(pipe[0], until: end)
            status = try Self.wait(for: process, until: end)
        } catch {
            kill(process, SIGKILL)
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            throw error
        }
        let signal = status & 0x7f
        exit = signal == 0 ? (status >> 8) & 0xff : -signal
    }

    private static func readAll(_ pipe: Int32, until end: ContinuousClock.Instant) throws(Failure) -> [UInt8]
    {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            var waiting = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, try milliseconds(until: end))
            guard ready > 0 else { continue }
            let count = read(pipe, &buffer, buffer.count)
            if count > 0 {
                output += buffer[..<count]
                guard output.count <= outputLimit else {
                    throw Failure(description: "it wrote more than \(outputLimit >> 20) MiB")
                }
            } else if count == 0 || errno != EINTR {
                return output
            }
        }
    }

    /// A program that has closed its output is about to end.
    private static func wait(
        for process: pid_t, until end: ContinuousClock.Instant
    ) throws(Failure) -> Int32 {
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { return status }
            guard ended == 0 || errno == EINTR else { throw failure("its exit is unknown", errno) }
            _ = poll(nil, 0, min(10, try milliseconds(until: end)))
        }
    }

    /// At least one, so that nothing spins.
    private static func milliseconds(until end: ContinuousClock.Instant) throws(Failure) -> Int32 {
        let left = (end - ContinuousClock.now) / .milliseconds(1)
        guard left > 0 else { throw Failure(description: "it had not ended when its time was over") }
        return Int32(max(1, min(left, 60_000)))
    }

    private static func failure(_ what: String, _ code: Int32) -> Failure {
        Failure(description: "\(what): \(String(cString: strerror(code)))")
    }
}
