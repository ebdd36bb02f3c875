import Specification

/// What can go wrong in an attempt, and whose fault it is.
package enum TrainingError: Error, CustomStringConvertible, Equatable {
    case unreadableCheckpoint(path: String, reason: String)
    /// A student's file.
    case unreadableStudent(path: String, reason: String)
    /// The file of a teacher to start from.
    case unusableTeacher(reason: String)
    case diverged(epoch: Int, reason: String)
    case tooFewExamples(split: String, found: Int, needed: Int)
    case studentDoesNotFit(student: String, reason: String)
    /// The student is a TorchScript module, which the service does not allow, or the task does not have.
    case scriptNotAllowed(String)
    case scriptNotTrained(String, task: String)
    case unknownTask(String, known: [String])
    case unknownObjective(String, known: [String])
    /// A batch of another task.
    case wrongTarget
    /// A student's output has infinities, or what is no number.
    case answersNotFinite
    case noSuchPicture(String, task: String)

    package var description: String {
        switch self {
        case .unreadableCheckpoint(let path, let reason):
            "The checkpoint \(path) cannot be resumed: \(reason)."
        case .unreadableStudent(let path, let reason):
            "The student \(path) cannot be used: \(reason)."
        case .unusableTeacher(let reason):
            "The teacher cannot be started from: \(reason)."
        case .diverged(let epoch, let reason):
            "Epoch \(epoch): \(reason)"
        case .tooFewExamples(let split, let found, let needed):
            "The \(split) split has \(found) examples; at least \(needed) are needed."
        case .studentDoesNotFit(let student, let reason):
            "The student '\(student)' does not fit the data: \(reason)"
        case .scriptNotAllowed(let student):
            "The student '\(student)' is a TorchScript module, which is code, and none is allowed here; "
                + "'l2t serve --allow-torchscript' allows them."
        case .scriptNotTrained(let student, let task):
            "The student '\(student)' is a TorchScript module; those are trained for "
                + "\(StudentDescription.scriptTasks.map(\.rawValue).joined(separator: " and ")), not for \(task), "
                + "where an answer does not say which location is responsible for which object."
        case .unknownTask(let task, let known):
            "This engine does not train '\(task)'; it trains \(known.joined(separator: ", "))."
        case .unknownObjective(let objective, let known):
            "This engine knows no objective '\(objective)'; it knows \(known.joined(separator: ", "))."
        case .wrongTarget:
            "A batch does not hold what its task asks for."
        case .answersNotFinite:
            "The student's answers are not finite; its file may be damaged."
        case .noSuchPicture(let picture, let task):
            "A student of \(task) cannot draw \(picture)."
        }
    }

    var kind: JobFailure.Kind {
        switch self {
        case .diverged: .diverged
        case .tooFewExamples, .studentDoesNotFit, .unknownTask, .unknownObjective, .unreadableStudent,
            .unusableTeacher, .scriptNotAllowed, .scriptNotTrained:
            .invalid
        case .unreadableCheckpoint, .wrongTarget, .answersNotFinite, .noSuchPicture: .infrastructure
        }
    }
}
