import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import l2t

@Suite struct CommandLineTests {
    @Test(arguments: ["serve", "train", "compare", "datasets", "students", "metrics", "benchmark", "token"])
    func everyCommandExplainsItself(_ command: String) throws {
        let result = try CommandLineProgram.run(command, "--help")
        #expect(result.code == 0)
        #expect(result.output.contains("OVERVIEW:"))
        #expect(try CommandLineProgram.run("--help").output.contains("  \(command) "))
    }

    @Test func everySettingHasItsLineInTheExample() throws {
        let help = try CommandLineProgram.run("serve", "--help").output
        let root = URL(filePath: #filePath).appending(path: "../../../../deploy/l2t.env.example")
            .standardizedFileURL
        let example = try String(contentsOf: root, encoding: .utf8)
        let set = Set(example.matches(of: #/(?m)^#?(L2T_[A-Z_]+)=/#).map { String($0.1) })
        let flags = help.matches(of: #/(?m)^  --([a-z-]+)/#).map { String($0.1) }
        let variables = flags.map { "L2T_" + $0.uppercased().replacing("-", with: "_") }
        #expect(set == Set(variables).subtracting(["L2T_VERSION", "L2T_HELP"]))
        for variable in set { #expect(help.replacing(#/\s+/#, with: "").contains(variable)) }
    }

    @Test func theVersionIsPrinted() throws {
        #expect(try CommandLineProgram.run("--version").output == "0.1.0\n")
    }

    @Test func theCatalogueIsPrintedAsTableAndAsJSON() throws {
        let table = try CommandLineProgram.run("students")
        #expect(table.code == 0)
        #expect(table.output.hasPrefix("NAME     TASK            PARAMETERS          DESCRIPTION\nmlp "))
        let json = try CommandLineProgram.run("metrics", "--json").output.split(separator: "\n")
        let names = try json.map { try JSONValue(parsing: String($0))["name"]?.stringValue }
        #expect(names == ["brier", "cross_entropy", "focal"])
        #expect(try CommandLineProgram.run("datasets").output.contains("test 1797"))
    }

    @Test func outputThatNobodyTakesIsAnErrorAndNoCrash() throws {
        let script = "exec \"$0\" metrics > /dev/full"
        let result = try Program.run(
            "/bin/sh", ["-c", script, CommandLineProgram.path], environment: ["L2T_ENGINE": FakeEngine.path])
        #expect(result.code == 1)
        #expect(result.errors == "Error: Cannot write to standard output: No space left on device.\n")
        let silent = "exec \"$0\" serve --slots 0 2> /dev/full"
        #expect(try Program.run("/bin/sh", ["-c", silent, CommandLineProgram.path]).code == 64)
    }

    @Test func anEngineThatWritesWithoutEndIsGivenUp() throws {
        let result = try CommandLineProgram.run("metrics", "--engine", "/usr/bin/yes")
        #expect(result.code == 1)
        #expect(
            result.errors
                == "Error: The engine /usr/bin/yes failed to say what it can do: it wrote more than 16 MiB.\n"
        )
    }

    @Test func aProgramThatHangsIsEnded() throws {
        #expect {
            try CapturedRun("/bin/sleep", ["3600"], within: 0.05)
        } throws: { "\($0)" == "it had not ended when its time was over" }
    }

    @Test func aWrongFlagIsSaidWith64() throws {
        let flag = try CommandLineProgram.run("serve", "--colour", "red")
        #expect(flag.code == 64)
        #expect(flag.errors.contains("--colour"))
        let number = try CommandLineProgram.run("serve", "--slots", "0")
        #expect(number.code == 64)
        #expect(number.errors == "Error: --slots is '0'; a whole number from 1 to 256 is allowed.\n")
        let variable = try CommandLineProgram.run("serve", environment: ["L2T_PORT": "http"])
        #expect(variable.code == 64)
        #expect(variable.errors == "Error: L2T_PORT is 'http'; a whole number from 0 to 65535 is allowed.\n")
        let flagVariable = try CommandLineProgram.run(
            "serve", environment: ["L2T_ALLOW_PRIVATE_WEBHOOKS": "perhaps"])
        #expect(
            flagVariable.errors
                == "Error: L2T_ALLOW_PRIVATE_WEBHOOKS is 'perhaps'; true or false is allowed.\n")
        let root = try CommandLineProgram.run("datasets", "--data-root", "/nonexistent")
        #expect(root.code == 64)
        #expect(root.errors == "Error: --data-root is '/nonexistent'; an existing folder is allowed.\n")
        let rootVariable = try CommandLineProgram.run(
            "datasets", environment: ["L2T_DATA_ROOT": "/nonexistent"])
        #expect(
            rootVariable.errors == "Error: L2T_DATA_ROOT is '/nonexistent'; an existing folder is allowed.\n")
        let rate = try CommandLineProgram.run("serve", environment: ["L2T_RATE_LIMIT": "0"])
        #expect(
            rate.errors == "Error: L2T_RATE_LIMIT is '0'; a whole number from 1 to 100000000 is allowed.\n")
        let queue = try CommandLineProgram.run("serve", "--queue-limit-per-token", "0")
        #expect(
            queue.errors
                == "Error: --queue-limit-per-token is '0'; a whole number from 1 to 1000000 is allowed.\n")
        let closed = try CommandLineProgram.run("serve", environment: ["L2T_REQUIRE_TOKENS": "perhaps"])
        #expect(closed.errors == "Error: L2T_REQUIRE_TOKENS is 'perhaps'; true or false is allowed.\n")
        let upload = try CommandLineProgram.run("serve", "--max-upload-mb", "0")
        #expect(upload.code == 64)
        #expect(
            upload.errors == "Error: --max-upload-mb is '0'; a whole number from 1 to 1000000 is allowed.\n")
        let reserve = try CommandLineProgram.run("serve", environment: ["L2T_DISK_RESERVE_MB": "-1"])
        #expect(
            reserve.errors
                == "Error: L2T_DISK_RESERVE_MB is '-1'; a whole number from 0 to 1000000000 is allowed.\n")
        let level = try CommandLineProgram.run("serve", environment: ["L2T_LOG_LEVEL": "loud"])
        #expect(level.errors.hasPrefix("Error: L2T_LOG_LEVEL is 'loud'; one of trace, debug,"))
    }

    @Test func anotherHostNeedsTheFlagThatSaysWhatItMeans() throws {
        let folder = try TestFolder()
        let result = try CommandLineProgram.run("serve", "--host", "0.0.0.0", "--state-dir", folder.path)
        #expect(result.code == 64)
        #expect(
            result.errors == """
                Error: There is no token yet, so that the service listens on loopback only; found '0.0.0.0'. \
                127.0.0.1, ::1 and localhost are allowed, or any other once 'l2t token create' has made a token, with \
                --require-tokens, or with --insecure-no-authentication.

                """)
    }

    @Test func aReaderThatGoesAwayIsNoFailureAndAFullDiskIsOne() throws {
        func run(_ redirection: String) throws -> Program.Result {
            try Program.run(
                "/bin/bash", ["-c", "\(CommandLineProgram.path) students --json \(redirection)"],
                environment: ["L2T_ENGINE": FakeEngine.path], input: "")
        }
        let closed = try run("> >(exec true); exit $?")
        #expect(closed.code == 0 && closed.errors.isEmpty, "\(closed.errors)")
        let full = try run("> /dev/full")
        #expect(full.code == 1)
        #expect(full.errors == "Error: Cannot write to standard output: No space left on device.\n")
    }

    @Test func aMissingEngineIsSaid() throws {
        let result = try CommandLineProgram.run(
            "students", environment: ["L2T_ENGINE": "/nonexistent/engine"])
        #expect(result.code == 1)
        #expect(
            result.errors == """
                Error: There is no engine at /nonexistent/engine; name the program l2t-engine with --engine or \
                L2T_ENGINE.

                """)
    }

    @Test func anEngineThatSaysNothingUsefulIsSaid() throws {
        let silent = try CommandLineProgram.run("students", "--engine", "/bin/true")
        #expect(silent.code == 1)
        #expect(
            silent.errors.hasPrefix(
                "Error: The engine /bin/true failed to say what it can do: what it printed is"))
        let failing = try CommandLineProgram.run("students", "--engine", "/bin/false")
        #expect(
            failing.errors
                == "Error: The engine /bin/false failed to say what it can do: it exited with code 1.\n")
    }

    @Test func aBenchmarkIsTheEngines() throws {
        let result = try CommandLineProgram.run(
            "benchmark", "teaching", "--json", "--rounds", "7", environment: ["L2T_ENGINE": "/bin/echo"])
        #expect(result.code == 0)
        #expect(result.output == "benchmark teaching --json --rounds 7\n")
    }
}
