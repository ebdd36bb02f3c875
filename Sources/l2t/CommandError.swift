import ArgumentParser
import Foundation
import Specification

/// What ends a command, in a sentence for a person.
enum CommandError: Error, Equatable, CustomStringConvertible {
    case settingInvalid(name: String, found: String, allowed: String)
    case settingAlone(name: String, missing: String)
    case encryptionUnusable(String)
    case hostNotLocal(String)
    case noDatabase(stateDirectory: String)
    case fileUnreadable(path: String, reason: String)
    case fileInvalid(path: String, faults: String)
    case noTeacher(path: String)
    case outputFailed(reason: String)
    case outputUnusable(path: String, reason: String)
    case outputOfAnotherSpecification(path: String)
    /// The specification's student is not the module that was named beside it.
    case otherStudent(found: String, task: String, script: String)
    case pictureTaken(path: String, by: String)
    case outputOfAnotherComparison(path: String)
    case engineMissing(path: String)
    case engineFailed(path: String, doing: String, reason: String)

    var description: String {
        switch self {
        case .settingInvalid(let name, let found, let allowed):
            "\(name) is '\(found)'; \(allowed) is allowed."
        case .settingAlone(let name, let missing):
            "\(name) is given without \(missing), which it needs."
        case .encryptionUnusable(let sentence):
            sentence
        case .hostNotLocal(let host):
            "There is no token yet, so that the service listens on loopback only; found '\(host)'. "
                + "127.0.0.1, ::1 and localhost are allowed, or any other once 'l2t token create' has made a token, "
                + "with --require-tokens, or with --insecure-no-authentication."
        case .noDatabase(let path):
            "There is no database in the state directory \(path); name another with --state-dir or L2T_STATE_DIR."
        case .fileUnreadable(let path, let reason):
            "Cannot read \(path): \(reason)."
        case .fileInvalid(let path, let faults):
            "\(path) is no specification that can be run:\n\(faults)"
        case .noTeacher(let path):
            "\(path) is no teacher that a training could start from."
        case .outputFailed(let reason):
            "Cannot write to standard output: \(reason)."
        case .outputUnusable(let path, let reason):
            "The output directory \(path) cannot be used: \(reason)."
        case .outputOfAnotherSpecification(let path):
            "The output directory \(path) holds the training of another specification; name another directory, "
                + "or remove this one."
        case .otherStudent(let found, let task, let script):
            "The specification's student is '\(found)', of \(task); with --torchscript it is '\(script)', or none is "
                + "said, and the task is "
                + "\(StudentDescription.scriptTasks.map(\.rawValue).joined(separator: " or "))."
        case .pictureTaken(let path, let owner):
            "The picture \(path) would be that of \(owner); another output directory, or images of different "
                + "names, are allowed."
        case .outputOfAnotherComparison(let path):
            "The output directory \(path) holds a comparison of another specification; name another directory, or "
                + "remove this one."
        case .engineMissing(let path):
            "There is no engine at \(path); name the program l2t-engine with --engine or L2T_ENGINE."
        case .engineFailed(let path, let doing, let reason):
            "The engine \(path) failed to \(doing): \(reason)."
        }
    }

    /// As in sysexits.h: 64 usage, 65 data; 1 for the rest.
    var exitCode: ExitCode {
        switch self {
        case .settingInvalid, .settingAlone, .hostNotLocal, .noDatabase, .pictureTaken, .otherStudent:
            ExitCode(64)
        case .fileUnreadable, .fileInvalid, .noTeacher, .encryptionUnusable, .outputOfAnotherSpecification,
            .outputOfAnotherComparison:
            ExitCode(65)
        case .outputFailed, .outputUnusable, .engineMissing, .engineFailed: .failure
        }
    }

    /// Runs a command's work; what it throws is written to standard error and becomes an exit code.
    static func reporting<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let exit as ExitCode {
            throw exit
        } catch let error as CommandError {
            StandardError.write("Error: \(error)\n")
            throw error.exitCode
        } catch {
            StandardError.write("Error: \(error)\n")
            throw ExitCode.failure
        }
    }
}
