internal import Foundation
internal import GRDB
internal import Specification

extension Job {
    init(row: Row, attempts: [JobAttempt]) throws {
        let id: String = row["id"]
        let specification = try Database.value(JobSpecification.self, row["specification"])
        let state = try Database.state(row["state"])
        let latest = try (row["latest"] as String?).map { try Database.value(EpochRecord.self, $0) }
        self.init(
            id: id, name: specification.name, task: specification.task, state: state,
            createdAt: Date(stored: row["created_at"]),
            startedAt: (row["started_at"] as Int64?).map(Date.init(stored:)),
            finishedAt: (row["finished_at"] as Int64?).map(Date.init(stored:)),
            priority: row["priority"], metadata: specification.metadata, specification: specification,
            progress: JobProgress(state: state, latest: latest, epochs: specification.training.epochs),
            latest: latest,
            result: try (row["result"] as String?).map { try Database.value(JobResult.self, $0) },
            attempts: attempts,
            error: try (row["error"] as String?).map { try Database.value(JobFailure.self, $0) },
            links: Self.links(id))
        owner = row["owner"]
        retryOf = row["retry_of"]
    }
}

extension JobProgress {
    /// The time that is left is told while the job runs, at the pace of its latest epoch.
    init(state: JobState, latest: EpochRecord?, epochs: Int) {
        self.init(epoch: latest?.epoch ?? 0, epochs: epochs)
        guard state == .running, let latest else { return }
        etaSeconds = latest.seconds * Double(max(0, epochs - latest.epoch))
        examplesPerSecond = latest.examplesPerSecond
    }
}

extension JobAttempt {
    init(row: Row) {
        self.init(
            number: row["number"], startedAt: Date(stored: row["started_at"]),
            endedAt: (row["ended_at"] as Int64?).map(Date.init(stored:)),
            outcome: (row["outcome"] as String?).flatMap(Outcome.init(rawValue:)), reason: row["reason"],
            resumedFromEpoch: row["resumed_from_epoch"])
    }
}
