import Foundation
import ServiceTestSupport
import Specification
import Testing

/// Uploads of unknown length, and what the disk keeps free. A small disk is mounted for them, which takes root.
@Suite(.enabled(if: SmallDisk.isPermitted, "a tmpfs cannot be mounted here"))
struct DiskReserveTests {
    private static let reserve = 4 << 20
    private static let piece = 1 << 16
    private let service: ServiceOnSmallDisk

    init() throws { service = try ServiceOnSmallDisk(reserveMb: 4) }

    /// Of the uploads that are half.
    private func sizes() throws -> [Int] {
        try service.files("uploads").compactMap { name in
            let path = service.disk.path + "/state/uploads/" + name
            return try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        }
    }

    private func begin(_ name: String) throws -> Client {
        let client = try service.client()
        try client.send("PUT", "/v1/datasets/" + name, ["Transfer-Encoding": "chunked"])
        return client
    }

    private func sendPiece(_ client: Client) throws {
        let text = "data set\n" + String(repeating: ".", count: Self.piece - 9)
        try client.sendText("\(String(Self.piece, radix: 16))\r\n\(text)\r\n")
    }

    private func expectRefusal(_ client: Client) throws {
        let reply = try client.reply()
        #expect(reply.status == 507, "\(reply.text)")
        #expect(reply.text.contains("\(Self.reserve) are kept free"))
        #expect(try reply.json()["type"] == .string("/problems/storage-full"))
    }

    @Test func anUploadThatWouldTakeTheReserveIsRefusedAndLeavesNothing() throws {
        let client = try begin("letters")
        try #require(try settles { try sizes() == [0] })
        var space = statvfs()
        for number in 1...(8 << 20) / Self.piece {
            try sendPiece(client)
            try #require(try settles { try [[], [number * Self.piece]].contains(sizes()) })
            guard try !service.files("uploads").isEmpty else { break }
            try #require(statvfs(service.disk.path, &space) == 0)
            // What the database writes meanwhile is little.
            #expect(Int(space.f_bavail) * Int(space.f_frsize) > Self.reserve - (1 << 18))
        }
        try expectRefusal(client)
        #expect(try service.files("uploads").isEmpty && service.files("datasets").isEmpty)
        #expect(service.process.end() == 0)
    }

    @Test func whatOneUploadMayStillWriteIsRefusedToOthers() throws {
        let first = try begin("first")
        try sendPiece(first)
        #expect(try settles { try sizes() == [Self.piece] })
        let second = try begin("second")
        try sendPiece(second)
        try expectRefusal(second)
        #expect(try settles { try sizes() == [Self.piece] })
        try sendPiece(first)
        try first.sendText("0\r\n\r\n")
        #expect(try first.reply().status == 201)
        // There is room again.
        let third = try begin("third")
        try sendPiece(third)
        try third.sendText("0\r\n\r\n")
        #expect(try third.reply().status == 201)
        #expect(try service.files("datasets").sorted() == ["first", "third"])
        #expect(service.process.end() == 0)
    }
}
