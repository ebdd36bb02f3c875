import Datasets
import Specification
import Students
import Teaching
import Torch

/// A task as the engine trains it: what teaching knows of it, its students, its data, what judges its students, and its
/// defaults. A further task is one value and one line in ``all``.
struct TrainingTask: Sendable {
    let kind: TaskKind
    let description: String
    let teaching: TeachingTask
    let students: [Student]
    let defaultStudent: Student
    let defaultDataset: String
    let defaults: TrainingDefaults
    /// The test score that methods are compared by.
    let mainScore: String
    /// What its judge gives as one number, and the reference loss.
    let scores: [String]
    /// What the share of right answers is called (see ``OutputLayout``).
    let answerScore: String
    /// What the mean cross-entropy of the answers is called: `loss` where plain training minimises it.
    let answerLoss: String
    /// Reads what a specification asks for.
    let load: @Sendable (JobSpecification, DatasetCatalogue) throws -> any TaskData

    /// By kind, in the order in which people meet them.
    static let all: [TrainingTask] = [classification, segmentation, detection]

    /// - Throws: `TrainingError` for a task that this engine does not train.
    static func named(_ kind: TaskKind) throws -> TrainingTask {
        guard let task = all.first(where: { $0.kind == kind }) else {
            throw TrainingError.unknownTask(kind.rawValue, known: all.map(\.kind.rawValue))
        }
        return task
    }

    /// - Throws: `TrainingError` for a name that the task has no student of.
    func student(_ name: String) throws -> Student {
        guard let student = students.first(where: { $0.name == name }) else {
            throw TrainingError.studentDoesNotFit(
                student: name, reason: "one of \(students.map(\.name).joined(separator: ", ")) is known.")
        }
        return student
    }

    /// The student of that name, and its task. - Throws: `TrainingError` where no task has one.
    static func student(_ name: String) throws -> (task: TrainingTask, student: Student) {
        for task in all {
            if let student = task.students.first(where: { $0.name == name }) { return (task, student) }
        }
        let known = all.flatMap(\.students).map(\.name).joined(separator: ", ")
        throw TrainingError.studentDoesNotFit(student: name, reason: "one of \(known) is known.")
    }

    /// - Parameter script: the file of a student that is a TorchScript module; nil where none is allowed.
    func network(
        _ selection: StudentSelection, shape: StudentShape, script: String? = nil, device: Device = .cpu
    ) throws -> any Network {
        guard selection.isScript else {
            return try student(selection.architecture).make(shape, StudentParameterValues(selection))
        }
        guard StudentDescription.scriptTasks.contains(kind) else {
            throw TrainingError.scriptNotTrained(selection.architecture, task: kind.rawValue)
        }
        guard let script else { throw TrainingError.scriptNotAllowed(selection.architecture) }
        return try ScriptNetwork(name: selection.architecture, path: script, device: device)
    }
}

extension StudentParameterValues {
    init(_ selection: StudentSelection) {
        self.init(selection.parameters.compactMapValues(\.numberValue))
    }
}
