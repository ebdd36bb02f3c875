import Foundation
import Specification

/// The engine as a program: what it is asked for besides training.
struct EngineProgram: Sendable {
    let path: String
    let dataRoot: String?

    private var dataArguments: [String] { dataRoot.map { ["--data-root", $0] } ?? [] }

    /// What the engine can do, with the data sets of the data root, and of the service's uploads, as they are now.
    func describe(uploads: String? = nil) throws(CommandError) -> Catalogue {
        let run: CapturedRun
        do {
            run = try CapturedRun(
                path, ["describe"] + dataArguments + (uploads.map { ["--uploads", $0] } ?? []))
        } catch {
            throw .engineFailed(path: path, doing: "say what it can do", reason: error.description)
        }
        guard run.exit == 0 else {
            throw .engineFailed(path: path, doing: "say what it can do", reason: run.exitWords)
        }
        do {
            return try JSONCoding.decode(Catalogue.self, from: Data(run.output))
        } catch {
            throw .engineFailed(
                path: path, doing: "say what it can do", reason: "what it printed is no catalogue: \(error)")
        }
    }

    /// Becomes the engine: does not return when it succeeds.
    func become(_ arguments: [String]) throws(CommandError) {
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        // As a program of its own the engine ends quietly when its reader does.
        signal(SIGPIPE, SIG_DFL)
        execv(path, &words)
        let reason = String(cString: strerror(errno))
        for word in words { free(word) }
        throw .engineFailed(path: path, doing: "start", reason: reason)
    }
}
