import ArgumentParser

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke the tokens that requests to the service need.",
        discussion: """
            They are kept in the state directory's database. A service that runs on it sees every change at its next \
            request. From the first token on nobody gets in without one, even after it is revoked.
            """,
        subcommands: [CreateToken.self, ListTokens.self, RevokeToken.self])
}
