import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// Uploads that meet the end of the disk while they come. A small disk is mounted for them, which takes root.
@Suite(.enabled(if: SmallDisk.isPermitted, "a tmpfs cannot be mounted here"))
struct FullDiskTests {
    private static let half = 128 << 10
    private static let text = "data set\n" + String(repeating: ".", count: 2 * half - 9)
    private let service: ServiceOnSmallDisk

    init() throws { service = try ServiceOnSmallDisk(reserveMb: 0) }

    private func ask(
        _ method: String, _ target: String, _ fields: [String: String] = [:], body: String? = nil
    ) throws -> Reply {
        let client = try service.client()
        try client.send(method, target, fields, body: body)
        return try client.reply(isHead: method == "HEAD")
    }

    private func part(_ place: String, at offset: Int) throws -> Reply {
        try ask("PATCH", place, TusFields.part(at: offset), body: String(Self.text.dropFirst(offset)))
    }

    /// Sends a half of the text, fills the disk once that has come, and sends the other half.
    private func overfill(_ method: String, _ target: String, _ fields: [String: String] = [:]) throws
        -> Reply
    {
        let client = try service.client()
        let framing = ["Content-Length": String(2 * Self.half), "Expect": "100-continue"]
        try client.send(method, target, fields.merging(framing) { $1 })
        #expect(try client.head().status == 100)
        try client.sendText(String(Self.text.prefix(Self.half)))
        try #require(
            try settles {
                try service.files("uploads").contains { name in
                    guard name.hasSuffix(".data") else { return false }
                    let path = service.disk.path + "/state/uploads/" + name
                    return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == Self.half
                }
            })
        try service.disk.fill()
        try client.sendText(String(Self.text.dropFirst(Self.half)))
        return try client.reply()
    }

    @Test func anUploadInOnePieceIsRefusedAndLeavesNothing() throws {
        let reply = try overfill("PUT", "/v1/datasets/letters")
        #expect(reply.status == 507, "\(reply.text)")
        #expect(try reply.json()["type"] == .string("/problems/storage-full"))
        #expect(try settles { try service.files("uploads").isEmpty })
        #expect(try service.files("datasets").isEmpty)
        service.disk.empty()
        // The name is free again.
        let again = try ask("PUT", "/v1/datasets/letters", body: Self.text)
        #expect(again.status == 201, "\(again.text)")
        #expect(service.process.end() == 0)
    }

    @Test func aPartIsKeptAsFarAsItCameAndGoesOnWhenThereIsSpace() throws {
        let creation = TusFields.creation(
            length: 2 * Self.half, metadata: TusFields.member("dataset", "letters"))
        let place = try #require(try ask("POST", "/v1/uploads", creation).fields["location"])
        let reply = try overfill("PATCH", place, TusFields.part(at: 0))
        #expect(reply.status == 507, "\(reply.text)")
        // The last of what came may have made room for the record of the rest.
        var offset = 0
        #expect(
            try settles {
                let head = try ask("HEAD", place, TusFields.version)
                offset = try #require(head.fields["upload-offset"].flatMap { Int($0) })
                return offset > 0
            })
        #expect((Self.half / 2...Self.half).contains(offset))
        try service.disk.fill()
        #expect(try settles { try part(place, at: offset).status == 507 })
        service.disk.empty()
        let rest = try part(place, at: offset)
        #expect(rest.status == 204, "\(rest.text)")
        #expect(rest.fields["content-location"] == "/v1/datasets/letters")
        let dataset = try ask("GET", "/v1/datasets/letters").json()
        let digest = Digest.hex(ofText: Self.text)
        #expect(dataset["upload"]?["sha256"] == .string(digest))
        #expect(try service.files("uploads").isEmpty)
        #expect(service.process.end() == 0)
    }
}
