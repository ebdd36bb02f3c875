import ArgumentParser
import Foundation

/// Where a service keeps what must outlive it.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder for all that must outlive the service (default: $STATE_DIRECTORY, or l2t in $XDG_STATE_HOME "
                + "or ~/.local/state; L2T_STATE_DIR).", valueName: "dir"))
    var stateDir: String?

    func directory(_ environment: [String: String]) -> String {
        FilePath.absolute(
            Setting("--state-dir", environment: environment).text(stateDir) ?? Self.fallback(environment))
    }

    private static func fallback(_ environment: [String: String]) -> String {
        // systemd's StateDirectory= is the service's own folder already.
        if let given = environment["STATE_DIRECTORY"], !given.isEmpty { return given }
        if let given = environment["XDG_STATE_HOME"], !given.isEmpty { return given + "/l2t" }
        return (environment["HOME"] ?? ".") + "/.local/state/l2t"
    }
}
