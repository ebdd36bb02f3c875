import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// Students of users that come in parts.
@Suite struct ResumableStudentTests {
    private let service: TestService

    init() throws {
        service = try TestService(configure: { $0.uploads.bytes = 1 << 20 })
    }

    private func create(
        _ metadata: [String: String], length: Int = 7, in service: TestService, as token: String? = nil
    ) throws -> Reply {
        let members = metadata.map { TusFields.member($0.key, $0.value) }
        return try service.ask(
            "POST", "/v1/uploads", as: token,
            TusFields.creation(length: length, metadata: members.joined(separator: ",")))
    }

    private func begin(
        _ metadata: [String: String], length: Int = 7, as token: String? = nil
    ) throws -> String {
        let reply = try create(metadata, length: length, in: service, as: token)
        #expect(reply.status == 201, "\(reply.text)")
        return try #require(reply.fields["location"])
    }

    private func send(
        _ text: String, at offset: Int, to place: String, as token: String? = nil
    ) throws -> Reply {
        try service.ask("PATCH", place, as: token, TusFields.part(at: offset), body: Array(text.utf8))
    }

    private func kind(_ reply: Reply) throws -> String? {
        try reply.json()["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) }
    }

    private func names(as token: String? = nil) throws -> [String] {
        let reply = try service.ask("GET", "/v1/students", as: token)
        return try reply.json()["data"]?.items.compactMap { $0["name"]?.stringValue } ?? []
    }

    private var left: [String] {
        ["students", "uploads"].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: "\(service.folder)/\($0)")) ?? []
        }.sorted()
    }

    @Test func aStudentComesInParts() throws {
        let place = try begin(["student": "mine", "task": "segmentation", "filename": "net.pt"])
        let upload = try service.get(place).json()
        #expect(upload["student"]?.stringValue == "mine")
        #expect(upload["task"]?.stringValue == "segmentation")
        #expect(upload["dataset"] == nil)
        let first = try send("mod", at: 0, to: place)
        #expect(first.status == 204, "\(first.text)")
        #expect(first.fields["content-location"] == nil)
        #expect(try service.get("/v1/students/mine").status == 404)
        let last = try send("ule\n", at: 3, to: place)
        #expect(last.status == 204, "\(last.text)")
        #expect(last.fields["content-location"] == "/v1/students/mine")
        let student = try service.get("/v1/students/mine").json()
        let sha256 = Digest.hex(ofText: "module\n")
        #expect(student["task"]?.stringValue == "segmentation")
        #expect(student["source"]?.stringValue == "upload")
        #expect(student["sha256"]?.stringValue == sha256)
        #expect(student["upload"]?["size"]?.integerValue == 7)
        #expect(try names() == ["mlp", "resnet8", "mine"])
        #expect(try service.ask("HEAD", place, TusFields.version).status == 404)
        #expect(left == ["mine"])
    }

    @Test func itIsForClassificationWhereNothingIsSaid() throws {
        let place = try begin(["student": "mine"])
        #expect(try send("module\n", at: 0, to: place).status == 204)
        let body = #"{"task": "classification", "student": {"architecture": "mine"}}"#
        #expect(try service.post(body, to: "/v1/jobs?validate_only=true").status == 200)
    }

    @Test func eitherADataSetOrAStudentIsNamed() throws {
        let cases: [(metadata: [String: String], words: String)] = [
            (["dataset": "a", "student": "b"], "names both a data set ('a') and a student ('b')"),
            (["filename": "a"], "'dataset' or 'student', and its name in Base64, are expected"),
            (["student": "a", "task": "x"], "'x'; one of classification, segmentation is allowed"),
            (["student": "a", "task": "detection"], "which of its locations is responsible"),
            (["student": "-a"], "cannot name a student"),
        ]
        for (metadata, words) in cases {
            let reply = try create(metadata, in: service)
            #expect(reply.status == 400, "\(reply.text)")
            #expect(reply.fields["tus-resumable"] == "1.0.0")
            #expect(try kind(reply) == "bad-request")
            #expect(reply.text.contains(words), "\(reply.text)")
        }
        #expect(try create(["student": "a"], length: 1 << 21, in: service).status == 413)
        #expect(left.isEmpty)
    }

    @Test func codeIsTakenOnlyWhereItIsAllowed() throws {
        let service = try TestService(configure: { $0.allowsTorchScript = false })
        let refused = try create(["student": "mine"], in: service)
        #expect(refused.status == 403)
        #expect(try kind(refused) == "torchscript-not-allowed")
        #expect(refused.text.contains("--allow-torchscript (L2T_ALLOW_TORCHSCRIPT)"))
        #expect(try create(["dataset": "letters"], in: service).status == 201)
    }

    @Test func aNameIsTakenOnce() throws {
        let own = try create(["student": "mlp"], in: service)
        #expect(own.status == 409)
        #expect(own.text.contains("an architecture of the engine has it"))
        let place = try begin(["student": "mine"])
        for other in [
            try create(["student": "mine"], in: service),
            try service.ask("PUT", "/v1/students/mine", body: "module\n"),
        ] {
            #expect(other.status == 409)
            #expect(other.text.contains("is under way"), "\(other.text)")
        }
        // Data sets have names of their own.
        _ = try begin(["dataset": "mine"])
        #expect(try service.ask("DELETE", place, TusFields.version).status == 204)
        let second = try begin(["student": "mine"])
        #expect(try send("module\n", at: 0, to: second).status == 204)
        let again = try create(["student": "mine"], in: service)
        #expect(again.status == 409)
        #expect(again.text.contains("it was uploaded before"))
    }

    @Test func anUploadThatIsNoStudentIsDropped() throws {
        let place = try begin(["student": "mine"], length: 14)
        let reply = try send("module\nrefuse\n", at: 0, to: place)
        #expect(reply.status == 422)
        #expect(try kind(reply) == "invalid-student")
        #expect(reply.text.contains("The double finds no method 'forward'."))
        #expect(try service.ask("HEAD", place, TusFields.version).status == 404)
        #expect(left.isEmpty)
    }

    @Test func aStudentIsItsOwnersAlone() throws {
        let (ann, bob) = (try service.token("ann", .submit), try service.token("bob", .submit))
        let reader = try service.token("ann-dashboard", owner: "ann", .read)
        #expect(try create(["student": "mine"], in: service, as: reader).status == 403)
        let place = try begin(["student": "mine"], as: ann)
        #expect(try send("mod", at: 0, to: place, as: bob).status == 404)
        #expect(try send("module\n", at: 0, to: place, as: ann).status == 204)
        #expect(try names(as: ann) == ["mlp", "resnet8", "mine"])
        #expect(try names(as: bob) == ["mlp", "resnet8"])
        let student = try service.ask("GET", "/v1/students/mine", as: ann).json()
        #expect(student["upload"]?["owner"]?.stringValue == "ann")
    }
}
