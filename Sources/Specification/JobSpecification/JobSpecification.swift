/// What a user asks for: one student, trained on one data set, taught in one way. Every default is filled in, so
/// a stored specification says all that the training depends on.
package struct JobSpecification: Codable, Sendable, Equatable {
    package var task: TaskKind
    /// For people.
    package var name: String?
    /// Whatever the client wants to find jobs by.
    package var metadata: [String: String]
    package var dataset: DatasetSelection
    package var student: StudentSelection
    package var training: TrainingPlan
    package var teaching: TeachingPlan
    package var limits: JobLimits
    /// −100 to 100: jobs of a higher one start first. Each ten minutes of waiting count as one more.
    package var priority: Int
    /// How often the job may be begun when engines or machines fail.
    package var maxAttempts: Int
    /// Who is told of the job's end.
    package var notify: NotificationPlan?
}
