internal import Foundation
internal import GRDB
internal import Specification

extension Database {
    /// Where the job's end goes, beside the job: a specification has no secret.
    func addWebhook(_ plan: NotificationPlan, to sequence: Int64) throws {
        let insert = try cachedStatement(
            sql: "INSERT INTO webhooks (job, url, host, secret) VALUES (?, ?, ?, ?)")
        let host = URLComponents(string: plan.url)?.host?.lowercased() ?? ""
        try insert.execute(arguments: [sequence, plan.url, host, plan.secret?.text])
    }

    /// The secret with it.
    func copyWebhook(from old: Int64, to new: Int64) throws {
        try execute(
            sql: """
                INSERT INTO webhooks (job, url, host, secret)
                SELECT ?, url, host, secret FROM webhooks WHERE job = ?
                """,
            arguments: [new, old])
    }

    /// Puts the job's end into the outbox where somebody wants to know of it.
    func post(_ event: StateEvent, of sequence: Int64, at time: Date) throws {
        let select = try cachedStatement(
            sql: """
                SELECT id, retry_of, specification, url, host, secret FROM webhooks
                JOIN jobs ON jobs.sequence = webhooks.job WHERE webhooks.job = ?
                """)
        guard let row = try Row.fetchOne(select, arguments: [sequence]) else { return }
        let job: String = row["id"]
        let specification = try Self.value(JobSpecification.self, row["specification"])
        let payload = WebhookPayload(
            type: "job.\(event.state.rawValue)", timestamp: time,
            data: .init(
                id: job, name: specification.name, task: specification.task, state: event.state,
                retryOf: row["retry_of"], metadata: specification.metadata, attempt: event.attempt,
                finishedAt: time, reason: event.reason, result: event.result, error: event.error,
                links: Job.links(job)))
        try execute(
            sql: """
                INSERT INTO webhook_deliveries (id, job, url, host, secret, body, created_at, next_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                "msg_\(job)", job, row["url"] as String, row["host"] as String, row["secret"] as String?,
                try Self.json(payload), time.stored, time.stored,
            ])
    }
}
