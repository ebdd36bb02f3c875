import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// Students of users; the engine's double takes orders for modules.
@Suite struct StudentUploadTests {
    private let service: TestService

    init() throws {
        service = try TestService(configure: { $0.uploads.bytes = 1 << 20 })
    }

    private func put(
        _ name: String, _ body: String = "module\n", _ fields: [String: String] = [:]
    ) throws -> Reply {
        try service.ask("PUT", "/v1/students/\(name)", fields, body: body)
    }

    private func kind(_ reply: Reply) throws -> String? {
        try reply.json()["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) }
    }

    private var left: [String] {
        ["students", "uploads"].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: "\(service.folder)/\($0)")) ?? []
        }.sorted()
    }

    private func names(_ service: TestService) throws -> [String] {
        try service.get("/v1/students").json()["data"]?.items.compactMap { $0["name"]?.stringValue } ?? []
    }

    @Test func anUploadIsAStudentThatJobsName() throws {
        let digest = Digest.bytes(ofText: "module\n")
        let reply = try put(
            "mine", "module\n",
            [
                "Content-Digest": "sha-256=:\(Data(digest).base64EncodedString()):",
                "Content-Type": "application/octet-stream",
            ])
        #expect(reply.status == 201, "\(reply.text)")
        #expect(reply.fields["location"] == "/v1/students/mine")
        let sha256 = Digest.hex(ofText: "module\n")
        let student = try reply.json()
        #expect(student["task"]?.stringValue == "classification")
        #expect(student["source"]?.stringValue == "upload")
        #expect(student["sha256"]?.stringValue == sha256)
        #expect(student["upload"]?["size"]?.integerValue == 7)
        #expect(try service.get("/v1/students/mine").json() == student)
        #expect(try names(service) == ["mlp", "resnet8", "mine"])
        #expect(try service.get("/v1/students/mlp").json()["upload"] == nil)
        #expect(try service.get("/openapi.yaml").text.contains(sha256))
        #expect(left == ["mine"])

        let body =
            #"{"task": "classification", "student": {"architecture": "mine"}, "metadata": {"hold_after": "1"}}"#
        let job = try service.post(body).decode(Job.self)
        #expect(job.specification.student.sha256 == sha256)
        let inUse = try service.ask("DELETE", "/v1/students/mine")
        #expect(inUse.status == 409)
        #expect(try kind(inUse) == "student-in-use")
        #expect(left == ["mine"])
        _ = try service.ask("POST", "/v1/jobs/\(job.id)/cancel")
        _ = try service.get("/v1/jobs/\(job.id)/events")
        #expect(try service.ask("DELETE", "/v1/students/mine").status == 204)
        #expect(try service.get("/v1/students/mine").status == 404)
        #expect(try service.ask("DELETE", "/v1/students/mine").status == 404)
        #expect(left.isEmpty)
        #expect(try service.post(body).status == 422)
    }

    @Test func aJobIsNotRetriedWithAnotherModule() throws {
        #expect(try put("mine").status == 201)
        let id = try service.post(
            #"{"task": "classification", "student": {"architecture": "mine"}, "metadata": {"fail": "diverged", "#
                + #""fail_after": "1"}}"#
        ).decode(Job.self).id
        _ = try service.get("/v1/jobs/\(id)/events")
        func retry() throws -> Reply { try service.ask("POST", "/v1/jobs/\(id)/retry") }
        #expect(try retry().status == 202)
        try service.get("/v1/jobs").json()["data"]?.items.forEach { job in
            _ = try service.get("/v1/jobs/\(job["id"]?.stringValue ?? "")/events")
        }
        #expect(try service.ask("DELETE", "/v1/students/mine").status == 204)
        for replaced in [false, true] {
            if replaced { #expect(try put("mine", "module\n\n").status == 201) }
            let refused = try retry()
            #expect(refused.status == 409, "\(refused.text)")
            let sentence = "The student 'mine' that the job was made with has been deleted or replaced"
            #expect(refused.text.contains(sentence))
        }
        #expect(try service.ask("DELETE", "/v1/students/mine").status == 204)
        #expect(try put("mine").status == 201)
        #expect(try retry().status == 202)
    }

    /// Its file reaches the engine, as the double's log says.
    @Test func theEngineIsToldWhereTheModuleIs() throws {
        #expect(try put("mine").status == 201)
        let id = try service.post(
            #"{"task": "classification", "training": {"epochs": 1}, "student": {"architecture": "mine"}}"#
        ).decode(Job.self).id
        let events = try service.get("/v1/jobs/\(id)/events").events()
        #expect(events.contains { $0.type == .log && $0.data["message"]?.stringValue == "script of 7 bytes" })
    }

    @Test func whatIsRefusedLeavesNothing() throws {
        let other = "sha-256=:\(Data(repeating: 1, count: 32).base64EncodedString()):"
        let cases: [(body: String, fields: [String: String], status: Int, kind: String)] = [
            ("module\n", ["Content-Digest": other], 400, "digest-mismatch"),
            ("module\n", ["Content-Type": "application/json"], 415, "unsupported-media-type"),
            ("module\n", ["Content-Encoding": "gzip"], 415, "unsupported-media-type"),
            ("module\n", ["If-Match": "\"a\""], 412, "precondition-failed"),
            ("module\nrefuse\n", [:], 422, "invalid-student"),
            ("module\ncrash\n", [:], 422, "invalid-student"),
            ("", [:], 422, "invalid-student"),
            ("module\n" + String(repeating: ".", count: 1 << 20), [:], 413, "content-too-large"),
        ]
        for (body, fields, status, kind) in cases {
            let reply = try put("mine", body, fields)
            #expect(reply.status == status, "\(reply.text)")
            #expect(try self.kind(reply) == kind)
            #expect(left.isEmpty, "\(kind)")
        }
        #expect(try !put("mine", "module\ncrash\n").text.contains("double"))
        #expect(try put("mine", "module\nrefuse\n").text.contains("The double finds no method 'forward'."))
        #expect(try put("mine").status == 201)
    }

    @Test func aNameIsTakenOnce() throws {
        let own = try put("mlp")
        #expect(own.status == 409)
        #expect(own.text.contains("an architecture of the engine has it"))
        #expect(try put("mine").status == 201)
        #expect(try put("mine").text.contains("it was uploaded before"))
        // Data sets have names of their own.
        #expect(try service.ask("PUT", "/v1/datasets/mine", body: "data set\n").status == 201)
        for name in ["-a", "a%20b", "..", ".hidden", "a%2Fb"] {
            #expect([400, 404].contains(try put(name).status), "\(name)")
        }
        #expect(try put("-a").text.contains("cannot name a student"))
        let fixed = try service.ask("DELETE", "/v1/students/mlp")
        #expect(fixed.status == 409)
        #expect(try kind(fixed) == "not-uploaded")
    }

    @Test func theTaskIsSaidAndDetectionIsNone() throws {
        let pixels = try service.ask("PUT", "/v1/students/pixels?task=segmentation", body: "module\n")
        #expect(try pixels.json()["task"]?.stringValue == "segmentation")
        let boxes = try service.ask("PUT", "/v1/students/boxes?task=detection", body: "module\n")
        #expect(boxes.status == 400)
        #expect(boxes.text.contains("which of its locations is responsible"))
        #expect(try service.ask("PUT", "/v1/students/a?task=x", body: "module\n").status == 400)
        let other = try service.post(#"{"task": "classification", "student": {"architecture": "pixels"}}"#)
        #expect(other.status == 422)
    }

    @Test func aClientThatGoesAwayLeavesNothing() throws {
        do {
            let client = try Client(port: service.port)
            try client.send("PUT", "/v1/students/mine", ["Content-Length": "7", "Expect": "100-continue"])
            #expect(try client.head().status == 100)
        }
        #expect(try settles { try put("mine").status == 201 })
        #expect(left == ["mine"])
    }

    @Test func anEngineThatHangsIsEnded() throws {
        let service = try TestService(configure: { $0.uploads.unpackingSeconds = 0.2 })
        let reply = try service.ask("PUT", "/v1/students/mine", body: "module\nhang\n")
        #expect(reply.status == 422)
        #expect(try kind(reply) == "invalid-student")
    }

    @Test func codeIsTakenOnlyWhereItIsAllowed() throws {
        let service = try TestService(configure: { $0.allowsTorchScript = false })
        let client = try Client(port: service.port)
        try client.send("PUT", "/v1/students/mine", ["Content-Length": "7", "Expect": "100-continue"])
        let refused = try client.reply()
        #expect(refused.status == 403)
        #expect(try kind(refused) == "torchscript-not-allowed")
        #expect(refused.text.contains("--allow-torchscript (L2T_ALLOW_TORCHSCRIPT)"))
        #expect(try names(service) == ["mlp", "resnet8"])
        // From a time when it was allowed.
        try FileManager.default.createDirectory(
            atPath: service.folder + "/students/old", withIntermediateDirectories: false)
        let facts = UploadedStudent(
            description: StudentDescription(
                script: ScriptFacts(parameters: 1, statistics: 0), name: "old", task: .classification,
                source: "upload", sha256: "ab"),
            upload: UploadFacts(
                size: 1, sha256: "ab", files: 1, unpackedSize: 1, createdAt: Date(), owner: nil))
        try JSONCoding.encode(facts).write(to: URL(filePath: service.folder + "/students/old/.upload.json"))
        #expect(try names(service) == ["mlp", "resnet8"])
        #expect(try service.get("/v1/students/old").status == 404)
        let body = #"{"task": "classification", "student": {"architecture": "old"}}"#
        #expect(try service.post(body).status == 422)
        #expect(try service.ask("DELETE", "/v1/students/old").status == 204)
    }
}
