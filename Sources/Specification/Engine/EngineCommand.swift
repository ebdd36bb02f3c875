/// What the service tells an engine process, one JSON object a line: `{"run": {…}}`, `{"stop": {"reason": "cancel"}}`.
package enum EngineCommand: Codable, Sendable, Equatable {
    /// Start (or resume, where the directory holds a checkpoint) the one attempt of this process.
    case run(EngineAssignment)
    /// Save a checkpoint after the student step in progress, answer `stopped`, and exit.
    case stop(reason: String)
}

/// One attempt of one job.
package struct EngineAssignment: Codable, Sendable, Equatable {
    package var job: String
    package var attempt: Int
    package var specification: JobSpecification
    /// The attempt's own folder for checkpoints and artifacts; it exists, and outlives the attempt.
    package var directory: String
    /// The file in it with the teacher that the job starts from, where it starts from one.
    package static let startingTeacher = "starting-teacher.safetensors"
    package var dataRoot: String?
    /// The folder of uploaded data sets.
    package var uploads: String?
    /// The file of the student that is a TorchScript module; nil where it is none, or where none is allowed.
    package var script: String?
    /// Threads of the tensor library.
    package var threads: Int

    package init(
        job: String, attempt: Int, specification: JobSpecification, directory: String, dataRoot: String?,
        uploads: String? = nil, script: String? = nil, threads: Int
    ) {
        self.job = job
        self.attempt = attempt
        self.specification = specification
        self.directory = directory
        self.dataRoot = dataRoot
        self.uploads = uploads
        self.script = script
        self.threads = threads
    }
}
