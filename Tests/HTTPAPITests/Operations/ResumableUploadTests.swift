import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// The tus protocol, byte by byte.
@Suite struct ResumableUploadTests {
    private let service: TestService

    init() throws {
        service = try TestService(configure: { configuration in
            configuration.uploads.bytes = 1 << 20
            configuration.uploads.unfinished = 2
        })
    }

    private func metadata(_ name: String) -> String { TusFields.member("dataset", name) + ",filename" }

    private func create(_ name: String, length: Int) throws -> Reply {
        try service.ask(
            "POST", "/v1/uploads", TusFields.creation(length: length, metadata: metadata(name)))
    }

    private func begin(_ name: String, length: Int) throws -> String {
        let reply = try create(name, length: length)
        #expect(reply.status == 201, "\(reply.text)")
        return try #require(reply.fields["location"])
    }

    private func part(
        _ place: String, at offset: Int, _ body: String, _ fields: [String: String] = [:]
    ) throws -> Reply {
        try service.ask("PATCH", place, TusFields.part(at: offset).merging(fields) { $1 }, body: body)
    }

    private func offset(_ place: String) throws -> String? {
        try service.ask("HEAD", place, TusFields.version).fields["upload-offset"]
    }

    @Test func theServiceSaysWhatItSpeaks() throws {
        let reply = try service.ask("OPTIONS", "/v1/uploads")
        #expect(reply.status == 204)
        #expect(reply.fields["tus-version"] == "1.0.0")
        #expect(reply.fields["tus-extension"] == "creation,expiration,termination,checksum")
        #expect(reply.fields["tus-max-size"] == "1048576")
        #expect(reply.fields["tus-checksum-algorithm"] == "sha1,sha256")
    }

    @Test func aDataSetComesInParts() throws {
        let place = try begin("letters", length: 9)
        let head = try service.ask("HEAD", place, TusFields.version)
        #expect(head.status == 200)
        #expect(head.fields["upload-length"] == "9" && head.fields["upload-offset"] == "0")
        #expect(head.fields["upload-metadata"] == metadata("letters"))
        #expect(head.fields["cache-control"] == "no-store")
        #expect(head.fields["upload-expires"]?.hasSuffix(" GMT") == true)
        let first = try part(place, at: 0, "data ")
        #expect(first.status == 204)
        #expect(first.fields["upload-offset"] == "5")
        #expect(try offset(place) == "5")
        #expect(try service.get(place).json()["offset"]?.integerValue == 5)
        #expect(try service.get("/v1/datasets/letters").status == 404)
        let last = try part(place, at: 5, "set\n")
        #expect(last.status == 204, "\(last.text)")
        #expect(last.fields["upload-offset"] == "9")
        #expect(last.fields["content-location"] == "/v1/datasets/letters")
        #expect(try service.get("/v1/datasets/letters").json()["upload"]?["size"]?.integerValue == 9)
        #expect(try service.ask("HEAD", place, TusFields.version).status == 404)
        #expect(service.left == ["letters"])
    }

    @Test func whatHasComeIsKeptWhenTheClientDisappears() throws {
        let place = try begin("letters", length: 9)
        do {
            let client = try Client(port: service.port)
            try client.send(
                "PATCH", place,
                TusFields.part(at: 0).merging(["Content-Length": "9", "Expect": "100-continue"]) { $1 })
            #expect(try client.head().status == 100)
            let busy = try part(place, at: 0, "data set\n")
            #expect(busy.status == 423)
            #expect(try service.ask("DELETE", place, TusFields.version).status == 423)
            try client.sendText("data ")
        }
        #expect(try settles { try offset(place) == "5" })
        #expect(try settles { try part(place, at: 5, "set\n").status == 204 })
        #expect(service.left == ["letters"])
    }

    @Test func aChecksumIsCompared() throws {
        let place = try begin("letters", length: 9)
        // printf 'data ' | openssl sha1 -binary | base64
        let sha1 = "sha1 " + Data(Digest.bytes(ofText: "data ", sha1: true)).base64EncodedString()
        let wrong = try part(place, at: 0, "date ", ["Upload-Checksum": sha1])
        #expect(wrong.status == 460)
        #expect(try offset(place) == "0")
        #expect(try part(place, at: 0, "data ", ["Upload-Checksum": "md5 AAAA"]).status == 400)
        #expect(try part(place, at: 0, "data ", ["Upload-Checksum": sha1]).status == 204)
        let sha256 = "sha256 " + Data(Digest.bytes(ofText: "set\n")).base64EncodedString()
        #expect(try part(place, at: 5, "set\n", ["Upload-Checksum": sha256]).status == 204)
        #expect(service.left == ["letters"])
    }

    @Test func wrongRequestsChangeNothing() throws {
        let place = try begin("letters", length: 9)
        #expect(try part(place, at: 1, "ata ").status == 409)
        #expect(try part(place, at: 0, "data set\n!").status == 413)
        #expect(try part(place, at: 0, "data ", ["Content-Type": "text/plain"]).status == 415)
        #expect(try part(place, at: 0, "data ", ["Upload-Offset": "x"]).status == 400)
        let other = try part(place, at: 0, "data ", ["Tus-Resumable": "0.2.2"])
        #expect(other.status == 412)
        #expect(other.fields["tus-version"] == "1.0.0" && other.fields["tus-resumable"] == "1.0.0")
        #expect(try service.ask("HEAD", place).status == 412)
        #expect(try part("/v1/uploads/upl_none", at: 0, "data ").status == 404)
        #expect(try offset(place) == "0")
        #expect(try create("letters", length: 9).status == 409)
        #expect(try create("optdigits", length: 9).status == 409)
        #expect(try create("large", length: 1 << 21).status == 413)
        for fields in [
            ["Upload-Length": "9"], ["Upload-Length": "9", "Upload-Metadata": "dataset !"],
            ["Upload-Length": "9", "Upload-Metadata": "filename YQ=="], ["Upload-Metadata": metadata("a")],
            ["Upload-Length": "0", "Upload-Metadata": metadata("a")],
        ] {
            let reply = try service.ask("POST", "/v1/uploads", fields.merging(TusFields.version) { $1 })
            #expect(reply.status == 400)
        }
        #expect(try create("second", length: 9).status == 201)
        let third = try create("third", length: 9)
        #expect(third.status == 429)
        #expect(third.fields["retry-after"] != nil)
    }

    @Test func anOwnerAtItsLimitLeavesRoomForOthers() throws {
        let service = try TestService(configure: { configuration in
            configuration.uploads.unfinished = 3
            configuration.uploads.unfinishedPerOwner = 2
        })
        let (ann, bob) = (try service.token("ann", .submit), try service.token("bob", .submit))
        func create(_ name: String, as token: String) throws -> Reply {
            try service.ask(
                "POST", "/v1/uploads", as: token, TusFields.creation(length: 9, metadata: metadata(name)))
        }
        let first = try create("first", as: ann)
        #expect(first.status == 201, "\(first.text)")
        #expect(try create("second", as: ann).status == 201)
        let third = try create("third", as: ann)
        #expect(third.status == 429)
        let sentence = "2 uploads of this owner have begun and not ended, as many as one owner may have"
        #expect(third.text.contains(sentence))
        #expect(third.fields["retry-after"] != nil)
        #expect(try create("fourth", as: bob).status == 201)
        let fifth = try create("fifth", as: bob)
        #expect(fifth.status == 429)
        #expect(fifth.text.contains("3 uploads have begun"))
        let place = try #require(first.fields["location"])
        #expect(try service.ask("DELETE", place, as: ann, TusFields.version).status == 204)
        #expect(try create("third", as: ann).status == 201)
    }

    @Test func anUploadThatIsNoDataSetIsDropped() throws {
        let place = try begin("letters", length: 16)
        let reply = try part(place, at: 0, "data set\nrefuse\n")
        #expect(reply.status == 422)
        #expect(reply.fields["tus-resumable"] == "1.0.0")
        #expect(try service.ask("HEAD", place, TusFields.version).status == 404)
        #expect(service.left.isEmpty)
    }

    @Test func anUploadCanBeGivenUp() throws {
        let place = try begin("letters", length: 9)
        #expect(try service.ask("DELETE", place, TusFields.version).status == 204)
        #expect(try service.ask("DELETE", place, TusFields.version).status == 404)
        #expect(service.left.isEmpty)
        _ = try begin("letters", length: 9)
    }

    @Test func metadataAreReadAsTheProtocolWritesThem() {
        #expect(
            UploadMetadata("dataset YQ==,empty, b Yg==")?.values == ["dataset": "a", "empty": "", "b": "b"])
        for field in ["dataset YQ==,dataset YQ==", "dataset  YQ==", "dataset !", ",", "dataset YQ== more"] {
            #expect(UploadMetadata(field) == nil, "\(field)")
        }
    }
}
