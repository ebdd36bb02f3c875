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

    init(_ path: String, _ arguments: [String]) throws(Failure) {
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
        output = Self.readAll(pipe[0])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw Self.failure("its exit is unknown", errno) }
        }
        let signal = status & 0x7f
        exit = signal == 0 ? (status >> 8) & 0xff : -signal
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                output += buffer[..<count]
            } else if count == 0 || errno != EINTR {
                return output
            }
        }
    }

    private static func failure(_ what: String, _ code: Int32) -> Failure {
        Failure(description: "\(what): \(String(cString: strerror(code)))")
    }
}
