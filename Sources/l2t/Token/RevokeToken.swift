import ArgumentParser
import Foundation
import Jobs

struct RevokeToken: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a token for good.",
        discussion: """
            Its owner's jobs stay, and another token of the owner sees them. Streams that are open end before their \
            next event.
            """)

    @Argument(help: ArgumentHelp("The token's name or id.", valueName: "name|id"))
    var token: String

    @OptionGroup var state: StateOptions

    func run() throws {
        try CommandError.reporting {
            let revoked = try state.existingTokens().revoke(token, at: Date())
            TokenAudit(stateDirectory: state.directory(ProcessInfo.processInfo.environment))
                .record("revokeToken", revoked)
            StandardError.write("Token '\(revoked.name)' (id \(revoked.id)) is revoked.\n")
        }
    }
}
