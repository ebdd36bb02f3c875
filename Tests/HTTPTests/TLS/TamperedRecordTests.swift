import Glibc
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

/// What a stranger on the way puts between a client's records.
@Suite struct TamperedRecordTests {
    @Test func whatFollowsABrokenRecordIsNoRequest() throws {
        let certificate = try TestCertificate.shared.get()
        let bodies = Box<[String]>([])
        let take = Route(.post, "/take", operationID: "take") { (request, responder) in
            bodies.value.append(String(decoding: request.body, as: UTF8.self))
            responder.respond(Response(.ok))
        }
        let server = try TestServer([take], certificate: certificate)
        let head = "POST /take HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n"
        let record: [UInt8] = [0x17, 3, 3, 0, 32] + [UInt8](repeating: 0, count: 32)

        let honest = try RawClient(port: server.port, trusts: certificate)
        try honest.send(head + "taken")
        #expect(try honest.answer().status == 200)
        let tampered = try RawClient(port: server.port, trusts: certificate)
        // The server sees both in one turn, and answers the second with an alert.
        try tampered.holdingBack {
            try tampered.send(head)
            try tampered.sendInTheClear(record)
        }
        try #require(try tampered.hasInput(milliseconds: 20_000))
        try? tampered.sendInTheClear(Array("wrong".utf8))
        #expect(server.settles { $0.connectionsOpen == 1 })
        try honest.send(head + "again")
        #expect(try honest.answer().status == 200)
        #expect(bodies.value == ["taken", "again"])
    }
}
