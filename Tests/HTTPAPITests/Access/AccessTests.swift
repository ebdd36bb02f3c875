import Foundation
import Jobs
import Specification
import Testing

@testable import HTTPAPI

@Suite struct AccessTests {
    private func detail(_ reply: Reply) throws -> String { try reply.json()["detail"]?.stringValue ?? "" }

    @Test func theFirstTokenClosesTheServiceForGood() throws {
        let service = try TestService(works: false)
        let early = try service.submit()
        #expect(try service.get("/v1/jobs/\(early)").status == 200)
        let ann = try service.token("ann", .submit)
        #expect(try service.get("/v1/jobs/\(early)").status == 401)
        #expect(try service.ask("GET", "/v1/jobs", as: ann).status == 200)
        _ = try TokenStore(stateDirectory: service.folder).revoke("ann", at: Date())
        let revoked = try service.ask("GET", "/v1/jobs", as: ann)
        #expect(revoked.status == 401)
        #expect(try detail(revoked).hasPrefix("The token 'ann' is revoked."))
        #expect(try service.get("/v1/jobs").status == 401)
    }

    @Test func whatWasMadeWithoutATokenIsTheAdminsAlone() throws {
        let service = try TestService(works: false)
        let early = try service.submit()
        let (ann, root) = (try service.token("ann", .submit), try service.token("root", .admin))
        #expect(try service.ask("GET", "/v1/jobs/\(early)", as: ann).status == 404)
        let job = try service.ask("GET", "/v1/jobs/\(early)", as: root)
        #expect(job.status == 200)
        #expect(try job.json()["owner"] == nil)
    }

    @Test func aServiceMayWantTokensBeforeThereIsOne() throws {
        let service = try TestService(works: false, requiresTokens: true)
        let reply = try service.get("/v1/jobs")
        #expect(reply.status == 401)
        #expect(
            try detail(reply) == """
                The request has no token. A header field 'Authorization: Bearer TOKEN' with a token that \
                'l2t token create' made is needed.
                """)
        #expect(try service.get("/livez").status == 200)
        #expect(try service.ask("GET", "/v1/jobs", as: service.token("ann", .read)).status == 200)
    }

    @Test func anExpiredTokenIsSaid() throws {
        let service = try TestService(works: false)
        let old = try service.token("old", .admin, expiresAt: Date() - 1)
        let reply = try service.ask("GET", "/v1/jobs", as: old)
        #expect(reply.status == 401)
        #expect(reply.fields["www-authenticate"] == "Bearer realm=\"l2t\", error=\"invalid_token\"")
        #expect(try detail(reply).hasPrefix("The token 'old' is expired."))
    }

    @Test func theSchemeIsBearerInAnyCaseAndNothingElse() throws {
        let service = try TestService(works: false)
        let token = try service.token("ann", .read)
        func status(_ authorization: String) throws -> Int {
            try service.get("/v1/jobs", ["Authorization": authorization]).status
        }
        #expect(try status("bearer \(token)") == 200)
        #expect(try status("BEARER  \(token)") == 200)
        for wrong in [
            token, "Basic \(token)", "Bearer", "Bearer \(token)x", "Bearer \(token), Bearer \(token)",
            "Bearer a b",
        ] {
            #expect(try status(wrong) == 401, "\(wrong)")
        }
    }

    @Test func aTokenMayMakeSoManyRequestsAMinute() throws {
        let service = try TestService(works: false, rateLimit: 3)
        let (ann, bob) = (try service.token("ann", .read), try service.token("bob", .read))
        for remaining in [2, 1, 0] {
            let reply = try service.ask("GET", "/v1/jobs", as: ann)
            #expect(reply.status == 200)
            #expect(reply.fields["ratelimit-policy"] == #""requests";q=3;w=60"#)
            let rate = try #require(reply.fields["ratelimit"])
            #expect(rate.wholeMatch(of: #/"requests";r=([0-9]+);t=[0-9]+/#)?.1 == "\(remaining)", "\(rate)")
        }
        // Refusals for other reasons count as well, and say so.
        let refused = try service.ask("POST", "/v1/jobs", as: ann)
        #expect(refused.status == 429)
        #expect(try refused.json()["type"] == .string("/problems/too-many-requests"))
        #expect(refused.fields["ratelimit"]?.hasPrefix(#""requests";r=0;t="#) == true)
        let wait = try #require(refused.fields["retry-after"].flatMap { Int($0) })
        #expect((1...20).contains(wait))
        #expect(try service.ask("GET", "/v1/jobs", as: bob).status == 200)
        #expect(try service.ask("GET", "/readyz", as: ann).status == 200)
    }

    @Test func anAddressMayFailSoOftenAMinuteAndAValidTokenGetsIn() throws {
        let service = try TestService(works: false, rateLimit: 300)
        let ann = try service.token("ann", .read)
        for _ in 1...3 { #expect(try service.get("/v1/jobs").status == 401) }
        let refused = try service.ask("GET", "/v1/jobs", as: TokenSecretText.unknown)
        #expect(refused.status == 429)
        #expect(refused.fields["retry-after"] != nil)
        #expect(
            try detail(refused)
                == "An address may fail to name a valid token 3 times a minute; 127.0.0.1 has failed more often."
        )
        #expect(try service.ask("GET", "/v1/jobs", as: ann).status == 200)
    }

    @Test func anOwnerMayQueueSoManyJobs() throws {
        let service = try TestService(works: false, queueLimitPerOwner: 2)
        let ann = try service.token("ann", .submit)
        let annsOther = try service.token("ann-2", owner: "ann", .submit)
        let bob = try service.token("bob", .submit)
        let first = try service.submit(as: ann)
        _ = try service.submit(as: annsOther)
        let body = Array(#"{"task": "classification"}"#.utf8)
        let full = try service.ask(
            "POST", "/v1/jobs", as: ann, ["Content-Type": "application/json"], body: body)
        #expect(full.status == 429)
        #expect(full.fields["retry-after"] == "5")
        #expect(try full.json()["type"] == .string("/problems/queue-full"))
        #expect(try detail(full).hasPrefix("2 jobs of this owner are queued"))
        _ = try service.submit(as: bob)
        _ = try service.ask("POST", "/v1/jobs/\(first)/cancel", as: ann)
        _ = try service.submit(as: ann)
    }

    @Test func theUseOfATokenIsKept() throws {
        let service = try TestService(works: false)
        let ann = try service.token("ann", .read)
        _ = try service.token("bob", .read)
        let before = Date()
        _ = try service.ask("GET", "/v1/jobs", as: ann)
        service.tokens.finishNoting()
        let used = try TokenStore(stateDirectory: service.folder).tokens().map(\.usedAt)
        #expect(try #require(used[0]) >= before - 1)
        #expect(used[1] == nil)
    }

    @Test func nobodysLargeBodyIsAskedForOrRead() throws {
        let service = try TestService(works: false)
        let ann = try service.token("ann", .submit)
        let path = "/v1/jobs/job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C/predictions"
        for length in ["Content-Length": "8000000", "Transfer-Encoding": "chunked"] {
            let client = try Client(port: service.port)
            let fields = ["Content-Type": "image/png", "Expect": "100-continue", length.key: length.value]
            try client.send("POST", path, fields)
            let refused = try client.reply()
            #expect(refused.status == 401)
            #expect(refused.fields["connection"] == "close")
            let owner = try Client(port: service.port)
            try owner.send("POST", path, fields.merging(["Authorization": "Bearer \(ann)"]) { $1 })
            #expect(try owner.head().status == 100)
        }
    }

    @Test func aLargeBodyOfAnotherScopeIsNeitherAskedForNorRead() throws {
        let service = try TestService(works: false)
        let reader = try service.token("reader", .read)
        let path = "/v1/jobs/job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C/predictions"
        for length in ["Content-Length": "8000000", "Transfer-Encoding": "chunked"] {
            let client = try Client(port: service.port)
            let fields = [
                "Authorization": "Bearer \(reader)", "Content-Type": "image/png", "Expect": "100-continue",
                length.key: length.value,
            ]
            try client.send("POST", path, fields)
            let refused = try client.reply()
            #expect(refused.status == 403)
            #expect(refused.fields["connection"] == "close")
            #expect(
                refused.fields["www-authenticate"]
                    == "Bearer realm=\"l2t\", error=\"insufficient_scope\", scope=\"submit\"")
            #expect(refused.fields["ratelimit"] != nil)
        }
        // As every other write.
        let log = try String(contentsOfFile: service.folder + "/audit.jsonl", encoding: .utf8)
        let entries = try log.split(separator: "\n").map {
            try JSONCoding.decode(AuditEntry.self, from: Data($0.utf8))
        }
        #expect(entries.map(\.operation) == ["createPrediction", "createPrediction"])
        #expect(entries.allSatisfy { $0.name == "reader" && $0.status == 403 })
    }

    @Test func theRefusalOfALargeBodyCountsAsARequest() throws {
        let service = try TestService(works: false, rateLimit: 1)
        let reader = try service.token("reader", .read)
        for status in [403, 429] {
            let client = try Client(port: service.port)
            try client.send(
                "POST", "/v1/jobs/job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C/predictions",
                ["Authorization": "Bearer \(reader)", "Content-Length": "8000000", "Expect": "100-continue"])
            #expect(try client.reply().status == status)
        }
    }

    @Test func aStreamEndsWithItsToken() throws {
        let service = try TestService()
        let (ann, root) = (try service.token("ann", .submit), try service.token("root", .admin))
        let id = try service.submit(as: ann, ["hold_after": "1"])
        let client = try Client(port: service.port)
        var told = try client.follow(
            id, ["Authorization": "Bearer \(ann)", "Accept": "text/event-stream"], until: "checkpoint-1")
        _ = try TokenStore(stateDirectory: service.folder).revoke("ann", at: Date())
        #expect(try service.ask("POST", "/v1/jobs/\(id)/cancel", as: root).status == 202)
        told += try client.text()
        #expect(told.hasSuffix(": the token of this stream is no longer valid\n\n"))
        #expect(!told.contains("cancelling"))
    }

    @Test func metricsTellWhoGotIn() throws {
        let service = try TestService(works: false)
        let root = try service.token("root", .admin)
        #expect(try service.get("/metrics").status == 401)
        let page = try service.ask("GET", "/metrics", as: root).text
        #expect(page.contains("l2t_authentications_total{outcome=\"refused\"} 1\n"))
        #expect(page.contains("l2t_authentications_total{outcome=\"accepted\"} 1\n"))
    }
}
