import Foundation
import ServiceTestSupport
import Specification
import Testing

@Suite struct TokenCommandTests {
    private let folder: TestFolder
    private var state: String { folder.path + "/state" }

    init() throws {
        folder = try TestFolder()
    }

    private func token(_ arguments: String...) throws -> Program.Result {
        try Program.run(
            CommandLineProgram.path, ["token"] + arguments, environment: ["L2T_STATE_DIR": state])
    }

    @Test func aTokenIsPrintedOnceAndListedWithoutItsSecret() throws {
        let made = try token("create", "--name", "ci", "--scope", "submit", "--expires-in", "90")
        #expect(made.code == 0)
        let id = try #require(made.output.wholeMatch(of: #/l2t_([0-9a-f]{10})_[0-9a-f]{72}\n/#)?.1)
        #expect(made.errors.hasPrefix("Token 'ci' of ci: scope submit, id \(id), expires "))
        _ = try token("create", "--name", "root", "--owner", "ops", "--scope", "admin")
        let list = try token("list")
        #expect(list.code == 0)
        let rows = list.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(
            rows.map { $0.prefix(5).joined(separator: " ") }.first == "NAME ID OWNER SCOPE STATUS")
        #expect(rows[1].prefix(5) == ["ci", String(id), "ci", "submit", "usable"])
        #expect(rows[2].suffix(2) == ["never", "never"])
        let lines = try token("list", "--json").output.split(separator: "\n")
        let second = try JSONValue(parsing: String(lines[1]))
        #expect(second["owner"] == .string("ops") && second["scope"] == .string("admin"))
        for text in [list.output, lines.joined()] { #expect(!text.contains(made.output.suffix(60))) }
    }

    @Test func aRevokedTokenIsListedAsSuchAndNotRevokedAgain() throws {
        _ = try token("create", "--name", "ci", "--scope", "read")
        let revoked = try token("revoke", "ci")
        #expect(revoked.code == 0)
        #expect(revoked.errors.contains(#/^Token 'ci' \(id [0-9a-f]{10}\) is revoked\.\n$/#))
        #expect(try token("list").output.contains(" revoked "))
        let again = try token("revoke", "ci")
        #expect(again.code == 1)
        #expect(
            again.errors == """
                Error: There is no token 'ci' that could be revoked; the command 'l2t token list' tells which there \
                are.

                """)
    }

    @Test func theCommandsAreInTheAuditLog() throws {
        _ = try token("create", "--name", "ci", "--scope", "read")
        _ = try token("revoke", "ci")
        let text = try String(contentsOfFile: state + "/audit.jsonl", encoding: .utf8)
        let entries = try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(
            entries.map { $0["operation"] } == [.string("createToken"), .string("revokeToken")])
        #expect(entries[0]["object"] == entries[1]["object"])
        #expect(entries[0]["peer"] == .string("command line of user \(getuid())"))
    }

    @Test(arguments: [
        (
            ["--name", "a b", "--scope", "read"],
            "--name is 'a b'; 1 to 64 letters, digits, '.', '_' and '-', the first a letter, a digit or '_', is allowed."
        ),
        (
            ["--name", "a", "--owner", "", "--scope", "read"],
            "--owner is ''; 1 to 64 letters, digits, '.', '_' and '-', the first a letter, a digit or '_', is allowed."
        ),
        (
            ["--name", "a", "--scope", "all"],
            "--scope is 'all'; one of read, submit, admin is allowed."
        ),
        (
            ["--name", "a", "--scope", "read", "--expires-in", "0"],
            "--expires-in is '0'; a whole number from 1 to 36500 is allowed."
        ),
    ]) func whatIsWrongIsSaid(_ arguments: [String], _ sentence: String) throws {
        let result = try Program.run(
            CommandLineProgram.path, ["token", "create"] + arguments, environment: ["L2T_STATE_DIR": state])
        #expect(result.code == 64)
        #expect(result.errors == "Error: \(sentence)\n")
        #expect(result.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: state))
    }

    @Test func aTakenNameIsSaid() throws {
        _ = try token("create", "--name", "ci", "--scope", "read")
        let again = try token("create", "--name", "ci", "--scope", "read")
        #expect(again.code == 1 && again.output.isEmpty)
        #expect(
            again.errors == "Error: There is a token 'ci' already; revoke it first or take another name.\n")
    }

    @Test func whereNoServiceEverRanThereIsNothingToListOrRevoke() throws {
        for arguments in [["list"], ["revoke", "ci"]] {
            let result = try Program.run(
                CommandLineProgram.path, ["token"] + arguments, environment: ["L2T_STATE_DIR": state])
            #expect(result.code == 64)
            #expect(
                result.errors == """
                    Error: There is no database in the state directory \(state); name another with --state-dir or \
                    L2T_STATE_DIR.

                    """)
            #expect(!FileManager.default.fileExists(atPath: state))
        }
    }
}
