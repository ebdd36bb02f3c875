internal import Foundation

/// How an engine process ended, and the last that it wrote to its standard output and error.
package struct ProcessExit: Sendable, Equatable {
    /// Exit code, or the negative number of the signal that ended it.
    var code: Int32
    var output: String
    /// Whether the kernel took it because its own memory control group had no more.
    var isOverMemory = false
    /// Whether the kernel took it because memory ran out elsewhere, the machine's or that of a group around the service, as
    /// far as can be told.
    var isOutOfMemory = false

    /// The signal's usual name: `SIGKILL`.
    static func signalName(_ number: Int32) -> String {
        let names: [Int32: String] = [
            SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
            SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV",
            SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGSYS: "SIGSYS",
        ]
        return names[number] ?? "signal \(number)"
    }

    /// A sentence, with the output below it where there is any.
    package func reason(_ doing: String) -> String {
        let signal =
            "was ended by \(Self.signalName(-code))" + (isOutOfMemory ? ", as memory had run out," : "")
        let how = code < 0 ? signal : "exited with code \(code)"
        let text = output.trimmingCharacters(in: .whitespacesAndNewlines)
        return "The engine \(how) \(doing)." + (text.isEmpty ? "" : " Its last output:\n\(text)")
    }
}
