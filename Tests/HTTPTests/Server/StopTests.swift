import Dispatch
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct StopTests {
    @Test func stoppingClosesWhatIsIdleAndTakesNothingNew() throws {
        let server = try TestServer()
        let idle = try server.client()
        try idle.request("GET", "/hello")
        #expect(try idle.answer().status == 200)
        server.server.stop(grace: .seconds(10))
        #expect(try idle.isClosed())
        #expect(throws: RawClient.Failure.self) { try server.client() }
        #expect(server.server.statistics.connectionsOpen == 0)
        #expect(server.events.events.contains { if case .stopped = $0 { true } else { false } })
    }

    @Test func whatIsUnderWayEndsProperly() throws {
        let responder = Box<Responder?>(nil)
        let stream = Box<ResponseStream?>(nil)
        let begun = Signal()
        let told = Signal()
        let server = try TestServer([
            Route(.get, "/poll", operationID: "poll") { (_, own) in
                responder.value = own
                own.onCancel { if $0 == .serverStopping { told.fire() } }
                begun.fire()
            },
            Route(.get, "/stream", operationID: "stream") { (_, own) in
                own.respond(
                    Response(
                        .ok,
                        body: .stream(heartbeat: []) { own in
                            stream.value = own
                            own.onClose { if $0 == .serverStopping { told.fire() } }
                            begun.fire()
                        }))
            },
        ])
        let poll = try server.client()
        try poll.request("GET", "/poll")
        let subscriber = try server.client()
        try subscriber.request("GET", "/stream")
        #expect(begun.wait() && begun.wait())
        _ = try subscriber.read(through: "\r\n\r\n")
        let half = try server.client()
        try half.send("GET /poll HTTP/1.1\r\nHo")
        let stopped = Signal()
        let running = server.server
        DispatchQueue.global().async {
            running.stop(grace: .seconds(30))
            stopped.fire()
        }
        #expect(told.wait() && told.wait())
        responder.value?.respond(.text("as it is now"))
        let answer = try poll.answer()
        #expect(answer.text == "as it is now" && answer.fields["connection"] == "close")
        #expect(try poll.isClosed())
        #expect(stream.value?.send(Array("bye".utf8)) == .accepted)
        stream.value?.finish()
        #expect(try subscriber.chunk() == Array("bye".utf8))
        #expect(try subscriber.chunk() == nil)
        #expect(try subscriber.isClosed())
        for client in [poll, subscriber] { client.endOutput() }
        half.endOutput()
        #expect(try half.isClosed())
        #expect(stopped.wait())
    }

    @Test func whatDoesNotEndIsCutAfterTheGrace() throws {
        let kept = Box<[Responder]>([])
        let streams = Box<[ResponseStream]>([])
        let begun = Signal()
        let closed = Signal()
        let server = try TestServer([
            Route(.get, "/hang", operationID: "hang") { (_, responder) in
                kept.update { $0.append(responder) }
                begun.fire()
            },
            Route(.get, "/stream", operationID: "stream") { (_, responder) in
                responder.respond(
                    Response(
                        .ok,
                        body: .stream(heartbeat: []) { stream in
                            streams.update { $0.append(stream) }
                            stream.onClose { _ in closed.fire() }
                            begun.fire()
                        }))
            },
        ])
        let clients = try ["/hang", "/stream"].map { path in
            let client = try server.client()
            try client.request("GET", path)
            return client
        }
        #expect(begun.wait() && begun.wait())
        server.server.stop(grace: .milliseconds(50))
        #expect(closed.wait())
        #expect(try clients[0].isClosed())
        #expect(try !clients[1].readToEnd().suffix(5).elementsEqual("0\r\n\r\n".utf8))
        #expect(server.server.statistics.connectionsOpen == 0)
        #expect(streams.value.map { $0.send([1]) } == [.closed])
        // An answer after the end goes nowhere, and harms nothing.
        for responder in kept.value { responder.respond(.text("late")) }
    }

    @Test func stoppingTwiceOrUnstartedIsNothing() throws {
        let server = try TestServer()
        server.server.stop(grace: .seconds(5))
        server.server.stop(grace: .seconds(5))
        Server(configuration: ServerConfiguration(), router: Router([])).stop(grace: .seconds(5))
    }
}
