internal import Specification
internal import struct Foundation.Date

extension Job {
    /// A job that has just been stored.
    init(_ new: NewJob, createdAt: Date) {
        let (id, specification) = (new.id, new.specification)
        self.init(
            id: id, name: specification.name, task: specification.task, state: .queued, createdAt: createdAt,
            startedAt: nil, finishedAt: nil, priority: specification.priority,
            metadata: specification.metadata,
            specification: specification,
            progress: JobProgress(epoch: 0, epochs: specification.training.epochs),
            latest: nil, result: nil, attempts: [], error: nil, links: Self.links(id))
        owner = new.owner
        retryOf = new.retryOf
    }

    static func links(_ id: String) -> [String: String] {
        [
            "self": "/v1/jobs/\(id)", "epochs": "/v1/jobs/\(id)/epochs", "events": "/v1/jobs/\(id)/events",
            "logs": "/v1/jobs/\(id)/logs", "artifacts": "/v1/jobs/\(id)/artifacts",
        ]
    }
}
