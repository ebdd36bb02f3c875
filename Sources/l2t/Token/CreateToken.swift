import ArgumentParser
import Foundation
import Jobs

struct CreateToken: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token, and print it this once.",
        discussion: """
            Standard output has the token alone, standard error what it is for. Only its hash is kept: nobody can print \
            it again.
            """)

    @Option(help: ArgumentHelp("What the token is called: 1 to 64 letters, digits, '.', '_' and '-'."))
    var name: String

    @Option(
        help: ArgumentHelp(
            "What it may be used for: read (see its owner's jobs), submit (make and change them, too), or admin (see "
                + "and change everybody's)."))
    var scope: String

    @Option(
        help: ArgumentHelp(
            "Whose jobs it makes and sees; tokens of one owner share them (default: the name)."))
    var owner: String?

    @Option(
        help: ArgumentHelp("Days after which it is no longer taken (default: never).", valueName: "days"))
    var expiresIn: Int?

    @OptionGroup var state: StateOptions

    func run() throws {
        try CommandError.reporting {
            let names = "1 to 64 letters, digits, '.', '_' and '-', the first a letter, a digit or '_',"
            for (flag, text) in [("--name", name), ("--owner", owner ?? name)]
            where !AccessToken.isName(text) {
                throw CommandError.settingInvalid(name: flag, found: text, allowed: names)
            }
            guard let scope = TokenScope(rawValue: scope) else {
                let allowed = TokenScope.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandError.settingInvalid(
                    name: "--scope", found: self.scope, allowed: "one of \(allowed)")
            }
            let days = try Setting("--expires-in", environment: [:]).integer(expiresIn, in: 1...36_500)
            let now = Date()
            let secret = TokenSecret()
            let token = AccessToken(
                id: secret.id, name: name, owner: owner ?? name, scope: scope, createdAt: now,
                expiresAt: days.map { now.addingTimeInterval(Double($0) * 86_400) })
            let directory = state.directory(ProcessInfo.processInfo.environment)
            try TokenStore(stateDirectory: directory).create(token, secret: secret)
            TokenAudit(stateDirectory: directory).record("createToken", token)
            let end = token.expiresAt.map { "expires \($0.formatted(.iso8601))" } ?? "never expires"
            StandardError.write(
                """
                Token '\(token.name)' of \(token.owner): scope \(token.scope.rawValue), id \(token.id), \(end). \
                It is printed this once:

                """)
            try StandardOutput.write(Data("\(secret.text)\n".utf8))
        }
    }
}
