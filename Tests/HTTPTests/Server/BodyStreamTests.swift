import Glibc
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct BodyStreamTests {
    /// A route that answers with the number of bytes, once its sink has them all.
    private func upload(
        _ sinks: Box<[RecordingSink]>, limit: Int = 64 << 20, gate: Signal? = nil
    ) -> Route {
        Route(.put, "/upload", operationID: "upload", bodyLimit: limit) { (_, responder) in
            let sink = RecordingSink(gate: gate) { responder.respond(.text("\($0.count) bytes")) }
            sinks.value.append(sink)
            return sink
        }
    }

    private func pattern(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 >> 3) }
    }

    @Test func aBodyComesPieceByPieceAndTheConnectionGoesOn() throws {
        let sinks = Box<[RecordingSink]>([])
        let server = try TestServer(TestServer.routes + [upload(sinks)])
        let client = try server.client()
        let body = pattern(1_000_000)
        try client.send("PUT /upload HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n")
        try client.send(body)
        #expect(try client.answer().text == "1000000 bytes")
        try client.send("PUT /upload HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in stride(from: 0, to: body.count, by: 100_000) {
            try client.send("186A0\r\n")
            try client.send(Array(body[start..<(start + 100_000)]) + [13, 10])
        }
        try client.send("0\r\n\r\nPUT /upload HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n")
        #expect(try client.answer().text == "1000000 bytes")
        #expect(try client.answer().text == "0 bytes")
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
        #expect(sinks.value.map(\.bytes) == [body, body, []])
        #expect(sinks.value.allSatisfy { $0.largestPiece <= 128 * 1024 && $0.cancellations.isEmpty })
    }

    @Test func aClientIsReadFromOnlyAsFastAsTheSinkTakes() throws {
        let sinks = Box<[RecordingSink]>([])
        let gate = Signal()
        let server = try TestServer([upload(sinks, gate: gate)])
        let client = try server.client()
        let size = 16 << 20
        try client.send("PUT /upload HTTP/1.1\r\nHost: test\r\nContent-Length: \(size)\r\n\r\n")
        let sent = try client.sendUntilItWouldBlock(size)
        #expect(sent < size)
        #expect(server.settles { $0.bytesIn >= 192 * 1024 })
        #expect(server.server.statistics.bytesIn <= 400 * 1024)
        for _ in 0..<size / 1024 { gate.fire() }
        try client.send([UInt8](repeating: 7, count: size - sent))
        #expect(try client.answer().text == "\(size) bytes")
    }

    @Test func theBodyIsAskedForOnlyAfterItIsTaken() throws {
        let sinks = Box<[RecordingSink]>([])
        let refusing = Route(.put, "/refuse", operationID: "refuse", bodyLimit: 1000) { (_, responder) in
            responder.respond(.text("no room", status: .insufficientSpace))
            return nil
        }
        let server = try TestServer(TestServer.routes + [upload(sinks, limit: 1000), refusing])
        func head(_ path: String, _ length: Int) -> String {
            "PUT \(path) HTTP/1.1\r\nHost: test\r\nContent-Length: \(length)\r\nExpect: 100-continue\r\n\r\n"
        }
        let taken = try server.client()
        try taken.send(head("/upload", 5))
        #expect(try taken.answer().status == 100)
        try taken.send("hello")
        #expect(try taken.answer().text == "5 bytes")
        let refused = try server.client()
        try refused.send(head("/refuse", 5))
        let answer = try refused.answer()
        #expect(answer.status == 507)
        #expect(answer.fields["connection"] == "close")
        #expect(try refused.isClosed())
        let large = try server.client()
        try large.send(head("/upload", 1001))
        #expect(try large.answer().status == 413)
        #expect(sinks.value.count == 1)
        let empty = try server.client()
        try empty.send("PUT /refuse HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try empty.answer().status == 507)
        try empty.request("GET", "/hello")
        #expect(try empty.answer().text == "hello")
    }

    @Test func aBodyThatIsTooLargeOrMalformedIsRefusedAndItsSinkToldOnce() throws {
        let sinks = Box<[RecordingSink]>([])
        let server = try TestServer([upload(sinks, limit: 10)])
        for (chunks, status) in [("5\r\nhello\r\n6\r\n", 413), ("5\r\nhelloo\r\n", 400), ("x\r\n", 400)] {
            let client = try server.client()
            try client.send(
                "PUT /upload HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
            #expect(try client.answer().status == status)
            #expect(try client.isClosed())
            let sink = try #require(sinks.value.last)
            #expect(sink.ended.wait())
            #expect(sink.cancellations == [.bodyRefused])
            #expect(!sink.isWhole)
        }
    }

    @Test func aClientThatSendsTooSlowlyIsTurnedAway() throws {
        let sinks = Box<[RecordingSink]>([])
        let server = try TestServer([upload(sinks)]) { $0.bodyRateWindow = .milliseconds(50) }
        let client = try server.client()
        try client.request("PUT", "/upload", ["Content-Length: 100"])
        let answer = try client.answer()
        #expect(answer.status == 408)
        #expect(answer.text.contains("less than 1024 bytes a second"))
        let sink = try #require(sinks.value.first)
        #expect(sink.ended.wait())
        #expect(sink.cancellations == [.timedOut])
    }

    @Test func aClientThatSlowsDownToATrickleIsTurnedAway() throws {
        let sinks = Box<[RecordingSink]>([])
        let server = try TestServer([upload(sinks)]) { $0.bodyRateWindow = .milliseconds(300) }
        let client = try server.client()
        try client.request("PUT", "/upload", ["Content-Length: 1000000", "Expect: 100-continue"])
        #expect(try client.answer().status == 100)
        // Enough for the first window, which counts for no other.
        var sent = 50_000
        try client.send(pattern(sent))
        sent += try client.trickle(atMost: 10_000)
        let answer = try client.answer()
        #expect(answer.status == 408)
        #expect(answer.text.contains("less than 1024 bytes a second over 0.3 seconds"))
        #expect(try client.isClosed())
        let sink = try #require(sinks.value.first)
        #expect(sink.ended.wait())
        #expect(sink.cancellations == [.timedOut])
        #expect(sink.bytes.count <= sent && !sink.isWhole)
    }

    @Test func theTimeThatTheSinkTakesIsNotTheClients() throws {
        let sinks = Box<[RecordingSink]>([])
        let gate = Signal()
        let server = try TestServer([upload(sinks, gate: gate)]) {
            $0.bodyRateWindow = .milliseconds(20)
            $0.bodyBuffer = 1
            // One clock for all.
            $0.loops = 1
        }
        let client = try server.client()
        try client.send("PUT /upload HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\na")
        // Meanwhile the window of those who send nothing ends again and again.
        for _ in 0..<5 {
            let silent = try server.client()
            try silent.request("PUT", "/upload", ["Content-Length: 2"])
            #expect(try silent.answer().status == 408)
        }
        #expect(try !client.hasInput(milliseconds: 0))
        try client.send("b")
        for _ in 0..<2 { gate.fire() }
        #expect(try client.answer().text == "2 bytes")
    }

    @Test func aClientThatIsGoneEndsItsBody() throws {
        let sinks = Box<[RecordingSink]>([])
        let server = try TestServer([upload(sinks)])
        for ends in [RawClient.reset, RawClient.endOutput] {
            let client = try server.client()
            try client.request("PUT", "/upload", ["Content-Length: 100", "Expect: 100-continue"])
            #expect(try client.answer().status == 100)
            try client.send("half")
            ends(client)()
            let sink = try #require(sinks.value.last)
            #expect(sink.ended.wait())
            #expect(sink.cancellations == [.peerClosed])
        }
    }

    @Test func whatHasComeReachesTheSinkBeforeTheEnd() throws {
        let sinks = Box<[RecordingSink]>([])
        let gate = Signal()
        let server = try TestServer([upload(sinks, gate: gate)])
        let client = try server.client()
        try client.request("PUT", "/upload", ["Content-Length: 100", "Expect: 100-continue"])
        #expect(try client.answer().status == 100)
        try client.send("half")
        client.endOutput()
        #expect(server.settles { $0.connectionsOpen == 0 })
        gate.fire()
        let sink = try #require(sinks.value.first)
        #expect(sink.ended.wait())
        #expect(sink.bytes == Array("half".utf8))
        #expect(sink.cancellations == [.peerClosed])
    }

    @Test func aSinkMayAnswerBeforeTheEnd() throws {
        let sink = RecordingSink()
        let server = try TestServer([
            Route(.put, "/", operationID: "early", bodyLimit: 1 << 30) { (_, responder) in
                responder.respond(.text("full", status: .insufficientSpace))
                return sink
            }
        ])
        let client = try server.client()
        try client.request("PUT", "/", ["Content-Length: 100"])
        let answer = try client.answer()
        #expect(answer.status == 507)
        #expect(try client.isClosed())
        #expect(sink.ended.wait())
        #expect(sink.cancellations.count == 1)
        #expect(!sink.isWhole)
    }

    @Test func aStopWithoutGraceCutsBodies() throws {
        let sinks = Box<[RecordingSink]>([])
        let server = try TestServer([upload(sinks)])
        let client = try server.client()
        try client.request("PUT", "/upload", ["Content-Length: 100", "Expect: 100-continue"])
        #expect(try client.answer().status == 100)
        server.server.stop(grace: .zero)
        let sink = try #require(sinks.value.first)
        #expect(sink.ended.wait())
        #expect(sink.cancellations == [.serverStopping])
    }
}

extension HTTPResponse.Status {
    fileprivate static let insufficientSpace = HTTPResponse.Status(
        code: 507, reasonPhrase: "Insufficient Storage")
}
