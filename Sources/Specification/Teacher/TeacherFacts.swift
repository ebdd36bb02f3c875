/// What a trained teacher can go on with: it weighs the metrics that it has learned to, by the method that made it.
/// Which student and which data set it saw does not matter, since the statistics that it reads are the same for all.
package struct TeacherFacts: Codable, Sendable, Equatable {
    package var task: TaskKind
    package var method: TeachingPlan.Method
    package var metrics: [String]
    /// Of its memory.
    package var hidden: Int

    package init(task: TaskKind, method: TeachingPlan.Method, metrics: [String], hidden: Int) {
        self.task = task
        self.method = method
        self.metrics = metrics
        self.hidden = hidden
    }

    /// Of the teacher that a job with this specification leaves.
    package init(_ specification: JobSpecification) {
        self.init(
            task: specification.task, method: specification.teaching.method,
            metrics: specification.teaching.metrics, hidden: specification.teaching.teacher.hidden)
    }
}
