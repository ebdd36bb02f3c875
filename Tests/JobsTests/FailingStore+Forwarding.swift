import Foundation
import Specification

@testable import Jobs

/// What never fails.
extension FailingStore {
    func pause(_ id: String, at time: Date) throws(JobsError) -> Job { try store.pause(id, at: time) }

    func resume(_ id: String, at time: Date, limits: QueueLimits) throws(JobsError) -> Job {
        try store.resume(id, at: time, limits: limits)
    }

    func retry(
        _ id: String, as new: String, at time: Date, limits: QueueLimits
    ) throws(JobsError) -> Job {
        try store.retry(id, as: new, at: time, limits: limits)
    }

    func nextExpiry() throws(JobsError) -> Date? { try store.nextExpiry() }
    func expire(at time: Date) throws(JobsError) -> [String] { try store.expire(at: time) }

    func answer(
        to request: IdempotentRequest, at time: Date
    ) throws(JobsError) -> IdempotentAnswer? {
        try store.answer(to: request, at: time)
    }

    func forgetKeys(at time: Date) throws(JobsError) { try store.forgetKeys(at: time) }

    func dueDeliveries(
        at time: Date, except hosts: Set<String>, limit: Int
    ) throws(JobsError) -> [WebhookDelivery] {
        try store.dueDeliveries(at: time, except: hosts, limit: limit)
    }

    func nextDeliveryTime(after time: Date) throws(JobsError) -> Date? {
        try store.nextDeliveryTime(after: time)
    }

    func countDeliveries() throws(JobsError) -> Int { try store.countDeliveries() }

    func settle(delivery id: String, retryAt time: Date?) throws(JobsError) {
        try store.settle(delivery: id, retryAt: time)
    }
}
