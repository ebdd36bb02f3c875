import Foundation
import Jobs
import Specification

/// A TorchScript module on disk that a training is to have for its student, under the file's name without its ending.
struct ScriptStudent {
    let path: String
    let name: String
    private let sha256: String

    init(_ file: String) throws(CommandError) {
        path = FilePath.absolute(file)
        name = URL(filePath: path).deletingPathExtension().lastPathComponent
        sha256 = try Self.digest(path)
    }

    /// - Throws: where the file is not what it was.
    func requireUnchanged() throws(CommandError) {
        guard try Self.digest(path) == sha256 else {
            throw .fileUnreadable(path: path, reason: "it has changed since the command began")
        }
    }

    private static func digest(_ path: String) throws(CommandError) -> String {
        do {
            return FileDigest.hexadecimal(try FileDigest.sha256.bytes(of: path))
        } catch {
            throw .fileUnreadable(path: path, reason: "it is no file that can be read")
        }
    }

    /// A catalogue whose students have this one, the default of tasks that can take it.
    func added(to catalogue: Catalogue) -> Catalogue {
        var catalogue = catalogue
        catalogue.students.removeAll { $0.name == name }
        for index in catalogue.tasks.indices {
            let task = catalogue.tasks[index].name
            guard StudentDescription.scriptTasks.contains(task) else { continue }
            catalogue.tasks[index].defaultStudent = name
            catalogue.students.append(
                StudentDescription(
                    name: name, task: task, description: "TorchScript module", source: path, parameters: [],
                    sha256: sha256))
        }
        return catalogue
    }

    /// - Throws: where the specification names another student.
    func check(_ specification: JobSpecification) throws(CommandError) {
        guard specification.student.isScript else {
            throw .otherStudent(
                found: specification.student.architecture, task: specification.task.rawValue, script: name)
        }
    }
}
