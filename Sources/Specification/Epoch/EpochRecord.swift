package import struct Foundation.Date

/// What one epoch did to the student and what the teacher did to its loss: the heart of the stream.
package struct EpochRecord: Codable, Sendable, Equatable {
    /// 1 is the first.
    package var epoch: Int
    /// Student steps since the start of the training.
    package var step: Int
    /// When it ended, evaluation included.
    package var time: Date
    /// Of training, in all attempts that had a part in the epoch, and of the evaluation that ended it.
    package var seconds: Double
    /// Training alone.
    package var examplesPerSecond: Double
    /// Of the epoch's last step.
    package var learningRate: Double
    package var teacher: TeacherRecord
    package var student: StudentRecord

    package init(
        epoch: Int, step: Int, time: Date, seconds: Double, examplesPerSecond: Double, learningRate: Double,
        teacher: TeacherRecord, student: StudentRecord
    ) {
        self.epoch = epoch
        self.step = step
        self.time = time
        self.seconds = seconds
        self.examplesPerSecond = examplesPerSecond
        self.learningRate = learningRate
        self.teacher = teacher
        self.student = student
    }
}
