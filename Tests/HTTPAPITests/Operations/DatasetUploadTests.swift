import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// Uploads in one piece; the engine's double takes orders for archives.
@Suite struct DatasetUploadTests {
    private let service: TestService

    init() throws {
        service = try TestService(configure: { $0.uploads.bytes = 1 << 20 })
    }

    private func put(
        _ name: String, _ body: String = "data set\n", _ fields: [String: String] = [:]
    ) throws -> Reply {
        try service.ask("PUT", "/v1/datasets/\(name)", fields, body: body)
    }

    private func kind(_ reply: Reply) throws -> String? {
        try reply.json()["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) }
    }

    @Test func anUploadIsADataSetThatJobsUse() throws {
        let reply = try put(
            "letters", "data set\n",
            [
                "Content-Digest":
                    "md5=:AAAA:, sha-256=:\(Data(Digest.bytes(ofText: "data set\n")).base64EncodedString()):",
                "Content-Type": "application/x-tar",
            ])
        #expect(reply.status == 201, "\(reply.text)")
        #expect(reply.fields["location"] == "/v1/datasets/letters")
        let dataset = try reply.json()
        #expect(dataset["name"]?.stringValue == "letters")
        #expect(dataset["classes"]?.items.count == 10)
        #expect(dataset["splits"]?["train"]?.integerValue == 3823)
        #expect(dataset["upload"]?["size"]?.integerValue == 9)
        #expect(dataset["upload"]?["files"]?.integerValue == 1)
        #expect(dataset["upload"]?["sha256"]?.stringValue == Digest.hex(ofText: "data set\n"))
        let got = try service.get("/v1/datasets/letters").json()
        #expect(got["upload"] == dataset["upload"])
        #expect(got["source"]?.stringValue == "upload")
        #expect(
            try service.get("/v1/datasets").json()["data"]?.items.compactMap { $0["name"]?.stringValue }
                == ["optdigits", "letters"])
        #expect(service.left == ["letters"])

        let body =
            #"{"task": "classification", "dataset": {"name": "letters"}, "metadata": {"hold_after": "1"}}"#
        let job = try service.post(body).decode(Job.self)
        let inUse = try service.ask("DELETE", "/v1/datasets/letters")
        #expect(inUse.status == 409)
        #expect(try kind(inUse) == "dataset-in-use")
        #expect(service.left == ["letters"])
        _ = try service.ask("POST", "/v1/jobs/\(job.id)/cancel")
        _ = try service.get("/v1/jobs/\(job.id)/events")
        #expect(try service.ask("DELETE", "/v1/datasets/letters").status == 204)
        #expect(try service.get("/v1/datasets/letters").status == 404)
        #expect(try service.ask("DELETE", "/v1/datasets/letters").status == 404)
        #expect(service.left.isEmpty)
        #expect(try service.post(body).status == 422)
    }

    @Test func whatIsRefusedLeavesNothing() throws {
        let large = "data set\n" + String(repeating: ".", count: 1 << 20)
        let otherDigest = "sha-256=:\(Data(repeating: 1, count: 32).base64EncodedString()):"
        let cases: [(body: String, fields: [String: String], status: Int, kind: String)] = [
            ("data set\n", ["Content-Digest": otherDigest], 400, "digest-mismatch"),
            ("data set\n", ["Content-Digest": "sha-256=:AAAA:"], 400, "bad-request"),
            ("data set\n", ["Content-Digest": "sha-256"], 400, "bad-request"),
            ("data set\n", ["Content-Type": "application/json"], 415, "unsupported-media-type"),
            ("data set\n", ["Content-Encoding": "gzip"], 415, "unsupported-media-type"),
            ("data set\n", ["If-Match": "\"a\""], 412, "precondition-failed"),
            ("data set\nrefuse\n", [:], 422, "invalid-dataset"),
            ("data set\nfull\n", [:], 507, "storage-full"),
            ("data set\ncrash\n", [:], 422, "invalid-dataset"),
            ("no archive", [:], 422, "invalid-dataset"), ("", [:], 422, "invalid-dataset"),
            (large, [:], 413, "content-too-large"),
        ]
        for (body, fields, status, kind) in cases {
            let reply = try put("letters", body, fields)
            #expect(reply.status == status, "\(reply.text)")
            #expect(try self.kind(reply) == kind)
            #expect(service.left.isEmpty, "\(kind)")
        }
        let crash = try put("letters", "data set\ncrash\n")
        #expect(!crash.text.contains("double"))
        let refused = try put("letters", "data set\nrefuse\n")
        #expect(refused.text.contains("The double has no file of a known format."))
        // The name is free again.
        #expect(try put("letters").status == 201)
    }

    @Test func aNameIsTakenOnce() throws {
        #expect(try put("optdigits").status == 409)
        #expect(try put("letters").status == 201)
        let again = try put("letters")
        #expect(again.status == 409)
        #expect(again.text.contains("it was uploaded before"))
        let client = try Client(port: service.port)
        try client.send("PUT", "/v1/datasets/half", ["Content-Length": "9", "Expect": "100-continue"])
        #expect(try client.head().status == 100)
        let other = try put("half")
        #expect(other.status == 409)
        #expect(other.text.contains("is under way"))
        for name in ["-a", "a%20b", "..", ".hidden", "a%2Fb", String(repeating: "a", count: 101)] {
            #expect([400, 404].contains(try put(name).status), "\(name)")
        }
        let fixed = try service.ask("DELETE", "/v1/datasets/optdigits")
        #expect(fixed.status == 409)
        #expect(try kind(fixed) == "not-uploaded")
        #expect(try service.get("/v1/datasets/optdigits").json()["upload"] == nil)
    }

    @Test func aClientThatGoesAwayLeavesNothing() throws {
        do {
            let client = try Client(port: service.port)
            try client.send("PUT", "/v1/datasets/letters", ["Content-Length": "9", "Expect": "100-continue"])
            #expect(try client.head().status == 100)
        }
        // Free as soon as the server has seen it.
        #expect(try settles { try put("letters").status == 201 })
        #expect(service.left == ["letters"])
    }

    @Test func aChunkedBodyHasTheSameLimit() throws {
        let client = try Client(port: service.port)
        try client.send("PUT", "/v1/datasets/letters", ["Transfer-Encoding": "chunked"])
        let chunk = "10000\r\n" + String(repeating: "x", count: 65536) + "\r\n"
        for _ in 0..<17 { try client.sendText(chunk) }
        #expect(try client.reply().status == 413)
        #expect(settles { service.left.isEmpty })
    }

    @Test func aFullDiskIsSaidBeforeTheBodyComes() throws {
        let service = try TestService(configure: { $0.uploads.reserve = 1 << 60 })
        let client = try Client(port: service.port)
        try client.send("PUT", "/v1/datasets/letters", ["Content-Length": "9", "Expect": "100-continue"])
        let reply = try client.reply()
        #expect(reply.status == 507)
        #expect(try kind(reply) == "storage-full")
        #expect(service.left.isEmpty)
    }

    @Test func anEngineThatHangsIsEnded() throws {
        let service = try TestService(configure: { $0.uploads.unpackingSeconds = 0.2 })
        let reply = try service.ask("PUT", "/v1/datasets/letters", body: "data set\nhang\n")
        #expect(reply.status == 422)
        #expect(reply.text.contains("more than 0 seconds"))
        #expect(service.left.isEmpty)
    }

    /// They would wait for each other's digests and engines longer than a stop may take: a digest that is not as its
    /// client said is not even found.
    @Test func aStopLooksAtNoneOfThoseThatWait() throws {
        func begin(_ name: String, _ body: String, _ fields: [String: String] = [:]) throws -> Client {
            let client = try Client(port: service.port)
            try client.send("PUT", "/v1/datasets/\(name)", fields, body: body)
            return client
        }
        let first = try begin("first", "data set\nhang\n")
        #expect(settles { service.left.contains { $0.hasSuffix(".unpacked") } })
        let otherDigest = "sha-256=:\(Data(repeating: 1, count: 32).base64EncodedString()):"
        let waiting = try (0..<4).map {
            try begin("waiting-\($0)", "data set\n", ["Content-Digest": otherDigest])
        }
        #expect(settles { service.left.count(where: { $0.hasSuffix(".data") }) == 5 })
        service.jobs.stop(grace: .zero)
        for client in [first] + waiting {
            let reply = try client.reply()
            #expect(reply.status == 503, "\(reply.text)")
            #expect(try kind(reply) == "unavailable")
        }
        #expect(service.left.isEmpty)
    }

    @Test func aLargeUploadCostsNoMemory() throws {
        let folder = try TestFolder()
        let service = try ServeProcess(state: folder.path + "/state")
        let client = try Client(port: service.port)
        func upload(_ size: Int) throws -> Reply {
            try client.send("PUT", "/v1/datasets/large", ["Content-Length": String(size)])
            let piece = String(repeating: "\0", count: 1 << 16)
            for _ in 0..<(size >> 16) { try client.sendText(piece) }
            return try client.reply()
        }
        // Once small, for what any upload needs.
        #expect(try upload(1 << 16).status == 422)
        let before = try service.peakMemory()
        #expect(try upload(64 << 20).status == 422)
        #expect(try service.peakMemory() - before <= 16 * 1024)
        #expect(service.end() == 0)
    }
}

extension TestService {
    /// The uploaded data sets, and whatever lies half.
    var left: [String] {
        ["datasets", "uploads"].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\($0)")) ?? []
        }.sorted()
    }
}
