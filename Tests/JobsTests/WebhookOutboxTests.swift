import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Ends come into the outbox with the end itself.
@Suite struct WebhookOutboxTests {
    private static let secretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func submit(_ id: String, to store: any JobStore, startWithin: Double? = nil) throws {
        var specification = try JobSpecification.make(metadata: ["team": "x"])
        specification.notify = NotificationPlan(
            url: "https://hooks.Example.com:8443/l2t?x=1", secret: WebhookSecret(Self.secretText))
        specification.limits.startWithinSeconds = startWithin
        _ = try store.submit(
            NewJob(id: id, specification: specification), at: testTime, limits: QueueLimits(total: 100))
    }

    private func due(_ store: any JobStore) throws -> [WebhookDelivery] {
        try store.dueDeliveries(at: testTime.addingTimeInterval(3600), except: [], limit: 100)
    }

    @Test(arguments: StoreKind.allCases) func everyEndIsPostedOnce(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for id in ["job_1", "job_2", "job_3"] { try submit(id, to: store) }
        #expect(try due(store) == [])
        _ = try store.record(.finished(.make(), []), by: store.claimed().token, at: testTime)
        _ = try store.record(
            .failed(JobFailure(kind: .diverged, detail: "NaN")), by: store.claimed().token, at: testTime)
        _ = try store.cancel("job_3", at: testTime)
        try submit("job_4", to: store, startWithin: 1)
        _ = try store.expire(at: testTime.addingTimeInterval(1))
        let deliveries = try due(store).sorted { $0.id < $1.id }
        #expect(deliveries.map(\.id) == (1...4).map { "msg_job_\($0)" })
        let bodies = try deliveries.map { try JSONValue(parsing: $0.body) }
        #expect(
            bodies.map { $0["type"] }
                == ["succeeded", "failed", "cancelled", "expired"].map { .string("job.\($0)") })
        #expect(bodies[0]["data"]?["result"]?["epochs"] == .integer(3))
        #expect(bodies[1]["data"]?["error"]?["detail"] == .string("NaN"))
        #expect(bodies[3]["data"]?["reason"] != nil)
        #expect(bodies.allSatisfy { $0["data"]?["metadata"]?["team"] == .string("x") })
        #expect(deliveries[0].host == "hooks.example.com")
        #expect(deliveries[0].secret?.text == Self.secretText)
        #expect(try store.countDeliveries() == 4)
    }

    @Test(arguments: StoreKind.allCases) func aSecretIsKeptAndNeverTold(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", to: store)
        let job = try store.job("job_1")
        #expect(job.specification.notify?.url == "https://hooks.Example.com:8443/l2t?x=1")
        #expect(job.specification.notify?.secret == nil)
        let claim = try store.claimed()
        #expect(claim.specification.notify?.secret == nil)
        _ = try store.record(.finished(.make(), []), by: claim.token, at: testTime)
        for event in try store.events("job_1", after: 0, limit: 100) {
            #expect(!String(decoding: try JSONCoding.encode(event), as: UTF8.self).contains("MfKQ9r8"))
        }
        let delivery = try #require(try due(store).first)
        #expect(!delivery.body.contains("MfKQ9r8"))
        #expect(!"\(delivery)".contains("MfKQ9r8"))
        var dumped = ""
        dump(delivery, to: &dumped)
        #expect(!dumped.contains("MfKQ9r8"))
    }

    @Test(arguments: StoreKind.allCases) func aRetryHasTheSecretOfItsJob(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", to: store)
        _ = try store.cancel("job_1", at: testTime)
        _ = try store.retry("job_1", as: "job_2", at: testTime, limits: QueueLimits(total: 100))
        try store.delete("job_1")
        _ = try store.cancel("job_2", at: testTime)
        let delivery = try #require(try due(store).first { $0.job == "job_2" })
        #expect(delivery.secret?.text == Self.secretText)
        #expect(try JSONValue(parsing: delivery.body)["data"]?["retry_of"] == .string("job_1"))
        // A deleted job's end is told none the less.
        #expect(try due(store).count == 2)
    }

    @Test(arguments: StoreKind.allCases) func aDeliveryComesAgainAtItsTimeOrNotAtAll(_ kind: StoreKind) throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", to: store)
        _ = try store.cancel("job_1", at: testTime)
        let id = "msg_job_1"
        #expect(try store.nextDeliveryTime(after: testTime.addingTimeInterval(-1)) == testTime)
        #expect(try store.nextDeliveryTime(after: testTime) == nil)
        let later = testTime.addingTimeInterval(60)
        try store.settle(delivery: id, retryAt: later)
        #expect(try store.dueDeliveries(at: testTime, except: [], limit: 9) == [])
        #expect(try store.dueDeliveries(at: later, except: [], limit: 9).map(\.attempts) == [1])
        #expect(try store.dueDeliveries(at: later, except: ["hooks.example.com"], limit: 9) == [])
        #expect(try store.nextDeliveryTime(after: testTime) == later)
        try store.settle(delivery: id, retryAt: nil)
        #expect(try store.countDeliveries() == 0)
        #expect(try store.nextDeliveryTime(after: testTime) == nil)
    }

    @Test func anEndAndItsDeliveryAreWrittenTogetherOrNotAtAll() throws {
        let store = try SQLiteJobStore.inMemory()
        try submit("job_1", to: store)
        try store.database.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON webhook_deliveries
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """)
        }
        #expect(throws: JobsError.storage(action: "cancel a job", reason: "no room")) {
            try store.cancel("job_1", at: testTime)
        }
        #expect(try store.job("job_1").state == .queued)
        #expect(try store.version(of: "job_1") == 1)
    }

    /// The example of the Standard Webhooks libraries.
    @Test func theSignatureIsThatOfStandardWebhooks() throws {
        let delivery = WebhookDelivery(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", job: "job_1", url: "", host: "",
            secret: WebhookSecret(Self.secretText), body: #"{"test": 2432232314}"#, attempts: 0)
        let fields = WebhookSignature.fields(
            of: delivery, at: Date(timeIntervalSince1970: 1_614_265_330.9))
        #expect(
            fields.map { "\($0.name): \($0.value)" } == [
                "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp: 1614265330",
                "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ])
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}
