internal import Specification
internal import struct Foundation.Date

/// What is posted when a job ends: a Standard Webhooks payload, whose data say of the job what its `end` event says.
struct WebhookPayload: Encodable, Sendable {
    struct Job: Encodable, Sendable {
        var id: String
        var object = "job"
        var name: String?
        var task: TaskKind
        var state: JobState
        var retryOf: String?
        var metadata: [String: String]
        var attempt: Int?
        var finishedAt: Date
        var reason: String?
        var result: JobResult?
        var error: JobFailure?
        var links: [String: String]
    }

    /// `job.` and the state.
    var type: String
    var timestamp: Date
    var data: Job
}
