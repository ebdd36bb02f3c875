import Specification
import Teaching

/// The plain part of a checkpoint: everything that is not a tensor.
struct CheckpointHeader: Codable {
    static let format = "l2t-checkpoint/1"

    /// What is being trained: a checkpoint of another specification is never resumed.
    var specification: JobSpecification
    /// Epochs done, and batches done of the next one.
    var epoch: Int
    var batch: Int
    var tally: EpochTally
    var records: [EpochRecord]
    var course: Course
    var studentUpdates: Int
    var teacherUpdates: Int
    var teacherOptimizerStep: Int
    var teacherLoss: Double?
    var window: [TeachingStep]
    /// The plain part of the student steps that a horizon follows; nil where there are none.
    var followed: [FollowedStep]?
    /// Seconds of training behind it, over all attempts.
    var seconds: Double
}
