import ArgumentParser
import Foundation
import Jobs
import Specification

struct ListTokens: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all tokens that ever were, the oldest first.")

    private struct Line: Encodable {
        let id: String
        let name: String
        let owner: String
        let scope: TokenScope
        let status: AccessToken.Status
        let createdAt: Date
        let expiresAt: Date?
        let revokedAt: Date?
        let usedAt: Date?

        init(_ token: AccessToken, at time: Date) {
            id = token.id
            name = token.name
            owner = token.owner
            scope = token.scope
            status = token.status(at: time)
            createdAt = token.createdAt
            expiresAt = token.expiresAt
            revokedAt = token.revokedAt
            usedAt = token.usedAt
        }
    }

    @OptionGroup var state: StateOptions

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    func run() throws {
        try CommandError.reporting {
            let now = Date()
            let tokens = try state.existingTokens().tokens()
            if json {
                for token in tokens {
                    try StandardOutput.write(try JSONCoding.encodeLine(Line(token, at: now)))
                }
                return
            }
            let table = Table(
                headings: ["NAME", "ID", "OWNER", "SCOPE", "STATUS", "CREATED", "EXPIRES", "LAST USED"],
                rows: tokens.map { token in
                    [
                        token.name, token.id, token.owner, token.scope.rawValue,
                        token.status(at: now).rawValue, Self.text(token.createdAt) ?? "",
                        Self.text(token.expiresAt) ?? "never", Self.text(token.usedAt) ?? "never",
                    ]
                })
            try StandardOutput.write(Data(table.text.utf8))
        }
    }

    private static func text(_ time: Date?) -> String? { time?.formatted(.iso8601) }
}
