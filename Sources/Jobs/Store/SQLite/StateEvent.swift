internal import Foundation
internal import Specification

/// The data of `state` and `end` events.
struct StateEvent: Encodable, Sendable {
    var state: JobState
    var attempt: Int?
    var resumedFromEpoch: Int?
    var reason: String?
    var retryAt: Date?
    var result: JobResult?
    var error: JobFailure?
}
