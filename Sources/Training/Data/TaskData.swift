import Datasets
import Specification
import Students
import Torch

/// The data of one attempt, as its task has it.
protocol TaskData {
    var classes: [String] { get }
    /// RGB by class, for pictures; nil where the data set has none.
    var colors: [[UInt8]]? { get }
    /// What the students' input and output are made for.
    var shape: StudentShape { get }
    var normalization: Normalization { get }
    /// By class, what part of the training examples it has; nil where an example has more than one.
    var classShares: [Double]? { get }
    /// Which examples train and which teach, epoch by epoch; positions in the training examples.
    var planner: EpochPlanner { get }
    var testCount: Int { get }
    /// Training labels that were replaced on purpose.
    var noisyLabels: Int { get }
    /// What a user should know of the data, a sentence each.
    var notes: [String] { get }
    /// Examples that an evaluation looks at together.
    var evaluationBatch: Int { get }

    func maker(_ use: DataUse) throws -> any BatchMaker
    /// The batch's target as the task's metrics take it.
    func target(of batch: Batch, for network: any Network) throws -> Tensor
    func judge() -> any Judge
}

extension TaskData {
    var colors: [[UInt8]]? { nil }
    var classShares: [Double]? { nil }
}

/// What batches are made for.
enum DataUse {
    /// Training examples, changed by the augmentations.
    case training
    /// Training examples as they are.
    case teaching
    /// Training examples as they are, with what the judge needs.
    case teachingEvaluation
    case test

    /// Whether a judge looks at the answers.
    var isEvaluation: Bool { self == .teachingEvaluation || self == .test }
}

/// Gathers a student's answers batch by batch and says how good they are.
protocol Judge {
    /// - Parameter output: of the student in evaluation mode, on the device.
    mutating func observe(_ output: Tensor, batch: Batch) throws
    var scores: Scores { get }
}
