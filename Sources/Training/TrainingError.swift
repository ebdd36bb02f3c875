import Specification

/// What can go wrong in an attempt, and whose fault it is.
package enum TrainingError: Error, CustomStringConvertible, Equatable {
    case unreadableCheckpoint(path: String, reason: String)
    /// A student's file.
    case unreadableStudent(path: String, reason: String)
    case diverged(epoch: Int, reason: String)
    case tooFewExamples(split: String, found: Int, needed: Int)
    case studentDoesNotFit(student: String, reason: String)
    case unknownTask(String, known: [String])
    /// A batch of another task.
    case wrongTarget

    package var description: String {
        switch self {
        case .unreadableCheckpoint(let path, let reason):
            "The checkpoint \(path) cannot be resumed: \(reason)."
        case .unreadableStudent(let path, let reason):
            "The student \(path) cannot be used: \(reason)."
        case .diverged(let epoch, let reason):
            "Epoch \(epoch): \(reason)"
        case .tooFewExamples(let split, let found, let needed):
            "The \(split) split has \(found) examples; at least \(needed) are needed."
        case .studentDoesNotFit(let student, let reason):
            "The student '\(student)' does not fit the data: \(reason)"
        case .unknownTask(let task, let known):
            "This engine does not train '\(task)'; it trains \(known.joined(separator: ", "))."
        case .wrongTarget:
            "A batch does not hold what its task asks for."
        }
    }

    var kind: JobFailure.Kind {
        switch self {
        case .diverged: .diverged
        case .tooFewExamples, .studentDoesNotFit, .unknownTask, .unreadableStudent: .invalid
        case .unreadableCheckpoint, .wrongTarget: .infrastructure
        }
    }
}
