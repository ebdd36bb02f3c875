import Foundation
import Specification
import Testing

@Suite struct IdempotencyOperationTests {
    private static let job = #"{"task": "classification"}"#
    private static let comparison =
        #"{"specification": {"task": "classification"}, "methods": ["dfm"], "seeds": 2}"#

    private func post(
        _ body: String, key: String, to target: String = "/v1/jobs", _ service: TestService
    ) throws -> Reply {
        try service.ask(
            "POST", target, ["Content-Type": "application/json", "Idempotency-Key": key], body: body)
    }

    @Test(arguments: [("/v1/jobs", job), ("/v1/comparisons", comparison)])
    func aRepeatedRequestGetsTheFirstAnswer(_ target: String, _ body: String) throws {
        let service = try TestService(works: false)
        let first = try post(body, key: "\"a key\"", to: target, service)
        #expect(first.status == 201)
        #expect(first.fields["idempotency-replayed"] == nil)
        let id = try #require(try first.json()["id"]?.stringValue)
        #expect(first.fields["location"] == "\(target)/\(id)")
        let again = try post(body, key: "\"a key\"", to: target, service)
        #expect(again.status == 201)
        #expect(again.body == first.body)
        #expect(again.fields["location"] == first.fields["location"])
        #expect(again.fields["content-type"] == "application/json")
        #expect(again.fields["idempotency-replayed"] == "true")
        #expect(try service.get(target).json()["data"]?.items.count == 1)
        // Even when it could not be made any more.
        service.readiness.withdraw(because: "The service is stopping.")
        #expect(try post(body, key: "\"a key\"", to: target, service).status == 201)
        let other = try post(body, key: "b", to: target, service)
        #expect(other.status == 503)
    }

    @Test func aKeyIsNotForAnotherRequest() throws {
        let service = try TestService(works: false)
        _ = try post(Self.job, key: "a", service)
        for reply in [
            try post(#"{"task": "classification", "priority": 1}"#, key: "a", service),
            try post("{", key: "a", service),
            try post(Self.comparison, key: "a", to: "/v1/comparisons", service),
        ] {
            #expect(reply.status == 422)
            #expect(try reply.json()["type"] == .string("/problems/idempotency-key-reused"))
        }
        #expect(try service.get("/v1/jobs").json()["data"]?.items.count == 1)
    }

    @Test func whatWasRefusedIsNotRemembered() throws {
        let service = try TestService(works: false)
        #expect(try post(#"{"task": "x"}"#, key: "a", service).status == 422)
        #expect(try post(Self.job, key: "a", service).status == 201)
    }

    @Test func withAndWithoutQuotesAKeyIsTheSame() throws {
        let service = try TestService(works: false)
        let first = try post(Self.job, key: "8e03978e-40d5", service)
        #expect(try post(Self.job, key: "\"8e03978e-40d5\"", service).body == first.body)
    }

    @Test(arguments: [
        "", "\"\"", "\"a", "a\"", "a b", "a, b", "\"a\" \"b\"", "\"a\";x=1", "ä", "\"\\x\"",
        String(repeating: "x", count: 256),
    ])
    func aMalformedKeyIsSaid(_ key: String) throws {
        let service = try TestService(works: false)
        let reply = try post(Self.job, key: key, service)
        #expect(reply.status == 400)
        #expect(try post(Self.job, key: key, to: "/v1/jobs?validate_only=true", service).status == 400)
        #expect(try service.get("/v1/jobs").json()["data"] == .array([]))
    }

    @Test(arguments: [
        "a", String(repeating: "x", count: 255), "\"\\\\\"", "\"\\\"\"", "\"a b, c\"", "a.b-c_d:e/f==",
    ])
    func otherKeysAreTaken(_ key: String) throws {
        let service = try TestService(works: false)
        #expect(try post(Self.job, key: key, service).status == 201)
    }

    @Test func everyOwnerHasItsOwnKeys() throws {
        let service = try TestService(works: false)
        let ann = try service.token("ann", .submit)
        let bob = try service.token("bob", .submit)
        func post(_ token: String) throws -> Reply {
            try service.ask(
                "POST", "/v1/jobs",
                [
                    "Content-Type": "application/json", "Idempotency-Key": "a",
                    "Authorization": "Bearer \(token)",
                ], body: Self.job)
        }
        let first = try post(ann)
        #expect(first.status == 201)
        let other = try post(bob)
        #expect(other.status == 201)
        #expect(other.fields["idempotency-replayed"] == nil)
        #expect(try first.json()["id"] != other.json()["id"])
        #expect(try post(ann).body == first.body)
        #expect(try post(bob).body == other.body)
    }

    @Test func aCheckIsNotRemembered() throws {
        let service = try TestService(works: false)
        #expect(try post(Self.job, key: "a", to: "/v1/jobs?validate_only=true", service).status == 200)
        #expect(try post(Self.job, key: "a", service).status == 201)
        #expect(try service.get("/v1/jobs").json()["data"]?.items.count == 1)
    }
}
