import Dispatch
import Glibc
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct StreamTests {
    /// A route whose stream the test itself feeds.
    private func kept(
        _ stream: Box<ResponseStream?>, _ begun: Signal, heartbeat: [UInt8] = []
    ) -> Route {
        Route(.get, "/stream", operationID: "stream") { (_, responder) in
            responder.respond(
                Response(
                    .ok,
                    body: .stream(heartbeat: heartbeat) {
                        stream.value = $0
                        begun.fire()
                    }))
        }
    }

    @Test func recordsComeAsTheyAreSentAndTheConnectionGoesOn() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let server = try TestServer(TestServer.routes + [kept(stream, begun)])
        let client = try server.client()
        for _ in 0..<2 {
            try client.request("GET", "/stream")
            #expect(begun.wait())
            #expect(try client.read(through: "\r\n\r\n").contains("Transfer-Encoding: chunked"))
            for record in ["one\n", "two\n"] {
                #expect(stream.value?.send(Array(record.utf8)) == .accepted)
                #expect(try client.chunk() == Array(record.utf8))
            }
            #expect(server.server.statistics.streamsOpen == 1)
            stream.value?.send([0x61])
            stream.value?.finish()
            #expect(stream.value?.send([0x62]) == .closed)
            #expect(try client.chunk() == [0x61])
            #expect(try client.chunk() == nil)
        }
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
        #expect(server.server.statistics.streamsOpen == 0)
        // HEAD has no stream to produce.
        try client.request("HEAD", "/stream")
        #expect(try client.answer(toHead: true).status == 200)
    }

    @Test func aClientThatWantsOneAnswerOnlyGetsAllOfTheStream() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let server = try TestServer([kept(stream, begun)])
        let client = try server.client()
        try client.request("GET", "/stream", ["Connection: close"])
        #expect(begun.wait())
        #expect(try client.read(through: "\r\n\r\n").contains("Connection: close"))
        let reason = Box<ResponseStream.CloseReason?>(nil)
        stream.value?.onClose { reason.value = $0 }
        for record in ["one\n", "two\n"] {
            #expect(stream.value?.send(Array(record.utf8)) == .accepted)
            #expect(try client.chunk() == Array(record.utf8))
        }
        #expect(reason.value == nil)
        stream.value?.finish()
        #expect(try client.chunk() == nil)
        #expect(try client.readToEnd().isEmpty)
    }

    @Test func aDroppedStreamIsFinished() throws {
        let server = try TestServer([
            Route(.get, "/", operationID: "root") { (_, responder) in
                responder.respond(Response(.ok, body: .stream(heartbeat: []) { $0.send([0x61]) }))
            }
        ])
        let client = try server.client()
        try client.request("GET", "/")
        #expect(try client.answer().text == "a")
    }

    @Test func silenceIsFilledWithHeartbeats() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let server = try TestServer([kept(stream, begun, heartbeat: Array(":\n\n".utf8))]) {
            $0.heartbeatInterval = .milliseconds(30)
        }
        let client = try server.client()
        try client.request("GET", "/stream")
        #expect(begun.wait())
        _ = try client.read(through: "\r\n\r\n")
        for _ in 0..<3 { #expect(try client.chunk() == Array(":\n\n".utf8)) }
    }

    @Test func aHangUpEndsTheStreamAtOnce() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let closed = Signal()
        let reason = Box<ResponseStream.CloseReason?>(nil)
        let server = try TestServer([kept(stream, begun)])
        for resets in [false, true] {
            let client = try server.client()
            try client.request("GET", "/stream")
            #expect(begun.wait())
            _ = try client.read(through: "\r\n\r\n")
            stream.value?.onClose {
                reason.value = $0
                closed.fire()
            }
            if resets { client.reset() } else { client.endOutput() }
            #expect(closed.wait())
            #expect(reason.value == .peerClosed)
            #expect(stream.value?.send([1]) == .closed)
            // Who asks late is told at once.
            stream.value?.onClose { if $0 == .peerClosed { closed.fire() } }
            #expect(closed.wait())
        }
        #expect(server.settles { $0.streamsOpen == 0 && $0.connectionsOpen == 0 })
    }

    @Test func aSubscriberThatNeverReadsIsClosedAndOthersGoOn() throws {
        let streams = Box<[ResponseStream]>([])
        let begun = Signal()
        let server = try TestServer([
            Route(.get, "/stream", operationID: "stream") { (_, responder) in
                responder.respond(
                    Response(
                        .ok,
                        body: .stream(heartbeat: []) { stream in
                            streams.update { $0.append(stream) }
                            begun.fire()
                        }))
            }
        ]) { $0.streamBuffer = 64 * 1024 }
        let lazy = try server.client(receiveBuffer: 4096)
        try lazy.request("GET", "/stream")
        #expect(begun.wait())
        let diligent = try server.client()
        try diligent.request("GET", "/stream")
        #expect(begun.wait())
        _ = try diligent.read(through: "\r\n\r\n")
        let all = streams.value
        let record = [UInt8](repeating: 0x61, count: 16 * 1024)
        var result = ResponseStream.SendResult.accepted
        var rounds = 0
        // Loopback sockets hold some megabytes by themselves.
        while result == .accepted, rounds < 10_000 {
            result = all[0].send(record)
            #expect(all[1].send(record) == .accepted)
            var received = 0
            while received < record.count { received += try #require(try diligent.chunk()).count }
            rounds += 1
        }
        #expect(result == .overflow)
        #expect(all[0].send(record) == .closed)
        all[1].finish()
        #expect(try diligent.chunk() == nil)
        #expect(server.events.wait { $0.completions.count == 2 })
        #expect(
            server.events.events.contains { if case .streamOverflowed("stream") = $0 { true } else { false } }
        )
        // What it gets has no last chunk, so it knows that something is missing.
        #expect(try !lazy.readToEnd().suffix(5).elementsEqual("0\r\n\r\n".utf8))
    }

    @Test func aRecordLargerThanTheBufferArrivesWholeAndTheStreamGoesOn() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let drained = Signal()
        let server = try TestServer([kept(stream, begun)])
        let client = try server.client()
        try client.request("GET", "/stream")
        #expect(begun.wait())
        _ = try client.read(through: "\r\n\r\n")
        let record = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 / 1000) }
        #expect(stream.value?.send(record) == .accepted)
        stream.value?.onDrain { drained.fire() }
        #expect(try client.chunk() == record)
        #expect(drained.wait())
        #expect(stream.value?.send(Array("end\n".utf8)) == .accepted)
        stream.value?.finish()
        #expect(try client.chunk() == Array("end\n".utf8))
        #expect(try client.chunk() == nil)
    }

    @Test func aLongBacklogIsPacedByTheClient() throws {
        let total = 8 << 20
        let server = try TestServer([
            Route(.get, "/backlog", operationID: "backlog") { (_, responder) in
                responder.respond(
                    Response(.ok, body: .stream(heartbeat: []) { Backlog(stream: $0, total: total).pump() }))
            }
        ]) { $0.streamBuffer = 32 * 1024 }
        let client = try server.client(receiveBuffer: 16 * 1024)
        try client.request("GET", "/backlog")
        let body = try client.answer().body
        #expect(body.count == total)
        #expect(body.enumerated().allSatisfy { $0.element == UInt8(truncatingIfNeeded: $0.offset / 1000) })
    }

    @Test func streamsAreLimitedInNumber() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let server = try TestServer([kept(stream, begun)]) { $0.maxStreams = 1 }
        let first = try server.client()
        try first.request("GET", "/stream")
        #expect(begun.wait())
        let second = try server.client()
        try second.request("GET", "/stream")
        let answer = try second.answer()
        #expect(answer.status == 503 && answer.fields["retry-after"] == "1")
        #expect(answer.text.contains("There are 1 streams open; that many are allowed."))
        stream.value?.finish()
        #expect(try first.answer().status == 200)
        #expect(server.settles { $0.streamsOpen == 0 })
        try second.request("GET", "/stream")
        #expect(begun.wait())
    }

    @Test func aStalledStreamIsCutOff() throws {
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let closed = Signal()
        let reason = Box<ResponseStream.CloseReason?>(nil)
        let server = try TestServer([kept(stream, begun)]) {
            $0.writeTimeout = .milliseconds(100)
            $0.streamBuffer = 16 << 20
        }
        let client = try server.client(receiveBuffer: 4096)
        try client.request("GET", "/stream")
        #expect(begun.wait())
        stream.value?.onClose {
            reason.value = $0
            closed.fire()
        }
        #expect(stream.value?.send([UInt8](repeating: 0, count: 15 << 20)) == .accepted)
        #expect(closed.wait())
        #expect(reason.value == .writeTimedOut)
    }
}
