package import struct Foundation.Date

/// A trained teacher that has a name of its own, and outlives the job that trained it.
package struct SavedTeacher: Codable, Sendable, Equatable {
    package var name: String
    package var object = "teacher"
    /// Whose it is; nil where nobody is told apart.
    package var owner: String?
    /// When it was saved.
    package var createdAt: Date
    /// The job that trained it.
    package var job: String
    package var task: TaskKind
    package var method: TeachingPlan.Method
    package var metrics: [String]
    package var hidden: Int
    /// The student and the data set that it was trained with.
    package var student: String
    package var dataset: String
    /// Bytes of its file.
    package var size: Int
    /// Of its file, in hexadecimal digits.
    package var sha256: String

    /// The name of its file, which is that of the artifact it was saved from.
    package static let fileName = "teacher.safetensors"

    package init(name: String, owner: String?, createdAt: Date, of job: Job, file: Artifact) {
        self.name = name
        self.owner = owner
        self.createdAt = createdAt
        self.job = job.id
        let specification = job.specification
        task = specification.task
        method = specification.teaching.method
        metrics = specification.teaching.metrics
        hidden = specification.teaching.teacher.hidden
        student = specification.student.architecture
        dataset = specification.dataset.name
        size = file.size
        sha256 = file.sha256
    }

    /// What a job that starts from it must agree with.
    package var facts: TeacherFacts {
        TeacherFacts(task: task, method: method, metrics: metrics, hidden: hidden)
    }
}
