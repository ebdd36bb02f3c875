import Dispatch
import Glibc
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

/// Each limit of the published table, with a small value, over a real socket.
@Suite struct LimitTests {
    @Test func theDefaultsAreThePublishedTable() {
        let configuration = ServerConfiguration()
        #expect(configuration.maxConnections == 1024 && configuration.maxConnectionsPerPeer == 64)
        #expect(configuration.limits.requestLine == 8192 && configuration.limits.field == 8192)
        #expect(configuration.limits.fields == 16384 && configuration.limits.fieldCount == 100)
        #expect(configuration.limits.body == 1_048_576)
        #expect(configuration.headTimeout == .seconds(10) && configuration.bodyTimeout == .seconds(30))
        #expect(
            configuration.keepAliveTimeout == .seconds(60) && configuration.maxRequestsPerConnection == 10_000
        )
        #expect(configuration.handlerTimeout == .seconds(30) && configuration.handlerQueue == 256)
        #expect(configuration.writeTimeout == .seconds(30))
        #expect(configuration.streamBuffer == 262_144 && configuration.heartbeatInterval == .seconds(15))
        #expect(configuration.maxStreams == 256)
        #expect(configuration.minimumBodyRate == 1024 && configuration.bodyRateWindow == .seconds(30))
        #expect(configuration.bodyBuffer == 192 * 1024 && configuration.bodyMemory == 256 << 20)
    }

    @Test func aConnectionTooManyIsRefused() throws {
        let server = try TestServer { $0.maxConnections = 3 }
        var clients = try (0..<3).map { _ in try server.client() }
        for client in clients {
            try client.request("GET", "/hello")
            #expect(try client.answer().status == 200)
        }
        let refused = try server.client()
        let answer = try refused.answer()
        #expect(answer.status == 503)
        #expect(answer.fields["connection"] == "close")
        #expect(answer.text.contains("There are 3 connections open; that many are allowed."))
        #expect(try refused.isClosed())
        clients.removeLast()
        #expect(server.settles { $0.connectionsOpen < 3 })
        let again = try server.retry { $0.status == 200 }
        #expect(again.text == "hello")
        #expect(server.server.statistics.connectionsRefused >= 1)
    }

    @Test func whoIsTooManyIsToldSoAsLongAsThatIsNotTooManyToo() throws {
        let server = try TestServer(certificate: nil) {
            $0.maxConnections = 1
            $0.maxConnectionsPerPeer = 1000
            $0.loops = 1
            $0.lingerTimeout = .seconds(60)
        }
        let taken = try server.client()
        // They are waited for as long as they do not hang up.
        var refused = try (0..<64).map { _ in
            let client = try server.client()
            #expect(try client.answer().status == 503)
            return client
        }
        let late = try server.client()
        #expect(try late.isClosed())
        refused.removeLast()
        let told = try server.retry { $0.status == 503 }
        #expect(told.status == 503)
        try taken.request("GET", "/hello")
        #expect(try taken.answer().text == "hello")
        #expect(server.server.statistics.connectionsRefused >= 66)
        withExtendedLifetime(refused) {}
    }

    @Test func aPeerHasItsOwnLimit() throws {
        let server = try TestServer { $0.maxConnectionsPerPeer = 2 }
        let clients = try (0..<2).map { _ in try server.client() }
        let refused = try server.client()
        let answer = try refused.answer()
        #expect(answer.status == 503)
        #expect(answer.text.contains("There are 2 connections open from 127.0.0.1; that many are allowed."))
        for client in clients {
            try client.request("GET", "/hello")
            #expect(try client.answer().status == 200)
        }
    }

    @Test func sizesOfTheHeadAreLimited() throws {
        let server = try TestServer {
            $0.limits.requestLine = 64
            $0.limits.field = 64
            $0.limits.fields = 200
            $0.limits.fieldCount = 6
        }
        let long = String(repeating: "x", count: 100)
        for (request, status) in [
            ("GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n", 431),
            (
                "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: \(long.prefix(50))\r\n", count: 4)
                    + "\r\n", 431
            ),
            ("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 6) + "\r\n", 431),
        ] {
            let client = try server.client()
            try client.send(request)
            let answer = try client.answer()
            #expect(answer.status == status && answer.fields["connection"] == "close")
            #expect(try client.isClosed())
        }
    }

    @Test func bodiesAreLimitedByRoute() throws {
        let echo: Route.Handler = { (request, responder) in
            responder.respond(Response(.ok, body: .bytes(request.body)))
        }
        let server = try TestServer([
            Route(.post, "/small", operationID: "small", bodyLimit: 4, handler: echo),
            Route(.post, "/usual", operationID: "usual", handler: echo),
        ]) { $0.limits.body = 10 }
        for (path, size, status) in [
            ("/small", 4, 200), ("/small", 5, 413), ("/usual", 10, 200), ("/usual", 11, 413),
        ] {
            for isChunked in [false, true] {
                let client = try server.client()
                let body = String(repeating: "b", count: size)
                if isChunked {
                    try client.request("POST", path, ["Transfer-Encoding: chunked"])
                    try client.send("\(String(size, radix: 16))\r\n\(body)\r\n0\r\n\r\n")
                } else {
                    try client.request("POST", path, body: body)
                }
                let answer = try client.answer()
                #expect(answer.status == status, "\(path) \(size)")
                if status == 413 {
                    #expect(answer.text.contains("The body is larger than \(size - 1) bytes"))
                }
            }
        }
    }

    @Test func bodiesAreLimitedTogether() throws {
        let kept = Box<Request?>(nil)
        let server = try TestServer(
            TestServer.routes + [
                Route(.post, "/keep", operationID: "keep") { (request, responder) in
                    kept.value = request
                    responder.respond(.text("kept"))
                }
            ]
        ) {
            $0.bodyMemory = 200_000
            $0.smallBody = 1000
        }
        let large = String(repeating: "b", count: 150_000)
        let first = try server.client()
        try first.request("POST", "/echo", ["Content-Length: 150001"])
        try first.send(large)
        #expect(server.settles { $0.bodyBytesHeld == 150_000 })
        for isChunked in [false, true] {
            let second = try server.client()
            if isChunked {
                try second.request("POST", "/echo", ["Transfer-Encoding: chunked"])
                try second.send("EA60\r\n\(large.prefix(60_000))\r\n")
            } else {
                try second.request("POST", "/echo", body: String(large.prefix(60_000)))
            }
            let refused = try second.answer()
            #expect(refused.status == 503 && refused.fields["retry-after"] == "1")
            #expect(refused.fields["connection"] == "close")
            #expect(refused.text.contains("more than 200000 bytes together; that many are allowed."))
            #expect(try second.isClosed())
        }
        // What was refused is given back, and a small one is always taken.
        #expect(server.server.statistics.bodyBytesHeld == 150_000)
        let small = try server.client()
        try small.request("POST", "/echo", body: String(large.prefix(1000)))
        #expect(try small.answer().body.count == 1000)
        try first.send("b")
        #expect(try first.answer().body.count == 150_001)
        #expect(server.settles { $0.bodyBytesHeld == 0 })
        // It counts for as long as a handler keeps it, whatever has become of the client.
        try first.request("POST", "/keep", body: large)
        #expect(try first.answer().text == "kept")
        #expect(server.server.statistics.bodyBytesHeld == 150_000)
        kept.value = nil
        #expect(server.settles { $0.bodyBytesHeld == 0 })
    }

    @Test func aSlowHeadAndASlowBodyAreAnswered() throws {
        let server = try TestServer {
            $0.headTimeout = .milliseconds(80)
            $0.bodyTimeout = .milliseconds(80)
        }
        for text in [
            "G", "GET / HTTP/1.1\r\nHost: a\r\n",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx",
        ] {
            let client = try server.client()
            try client.send(text)
            let answer = try client.answer()
            #expect(answer.status == 408)
            #expect(answer.text.contains("0.08 seconds are allowed"))
            #expect(try client.isClosed())
        }
    }

    @Test func theTimeOfAHeadIsATotal() throws {
        let server = try TestServer { $0.headTimeout = .milliseconds(150) }
        let client = try server.client()
        // Each byte comes well within the time; all of them do not.
        try client.send("GET / HTTP/1.1\r\nX: ")
        try client.trickle(atMost: 100_000)
        #expect(try client.answer().status == 408)
    }

    @Test func theTimeOfABodyIsATotal() throws {
        let server = try TestServer { $0.bodyTimeout = .milliseconds(150) }
        let client = try server.client()
        try client.request("POST", "/echo", ["Content-Length: 100000", "Expect: 100-continue"])
        #expect(try client.answer().status == 100)
        try client.trickle(atMost: 10_000)
        let answer = try client.answer()
        #expect(answer.status == 408)
        #expect(answer.text.contains("0.15 seconds are allowed"))
        #expect(try client.isClosed())
    }

    @Test func anIdleConnectionIsClosed() throws {
        let server = try TestServer { $0.keepAliveTimeout = .milliseconds(400) }
        let silent = try server.client()
        #expect(try silent.isClosed())
        let client = try server.client()
        try client.request("GET", "/hello")
        #expect(try client.answer().status == 200)
        #expect(try client.isClosed())
    }

    @Test func aConnectionServesSoManyRequests() throws {
        let server = try TestServer { $0.maxRequestsPerConnection = 3 }
        let client = try server.client()
        try client.send(String(repeating: "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", count: 5))
        for number in 1...3 {
            let answer = try client.answer()
            #expect(answer.status == 200)
            #expect((answer.fields["connection"] == "close") == (number == 3))
        }
        #expect(try client.isClosed())
    }

    @Test func aSlowHandlerIsAnsweredForAndItsAnswerIsDropped() throws {
        let kept = Box<Responder?>(nil)
        let called = Signal()
        let cancelled = Signal()
        let hang: Route.Handler = { (_, responder) in
            kept.value = responder
            responder.onCancel { if $0 == .timedOut { cancelled.fire() } }
            called.fire()
        }
        let server = try TestServer(
            TestServer.routes + [
                Route(.get, "/hang", operationID: "hang", handler: hang),
                Route(.get, "/long", operationID: "long", timeout: .seconds(60), handler: hang),
                Route(.get, "/allowed", operationID: "allowed") { (request, responder) in
                    responder.allow(.seconds(60))
                    hang(request, responder)
                },
            ]
        ) {
            $0.handlerTimeout = .milliseconds(400)
            // One clock for all.
            $0.loops = 1
        }
        // A route, or a handler, may ask for more time.
        var patient: [(client: RawClient, responder: Responder)] = []
        for path in ["/long", "/allowed"] {
            let client = try server.client()
            try client.request("GET", path)
            #expect(called.wait())
            let responder = try #require(kept.value)
            patient.append((client, responder))
        }
        let client = try server.client()
        try client.request("GET", "/hang")
        let answer = try client.answer()
        #expect(answer.status == 503 && answer.fields["retry-after"] == "1")
        #expect(answer.text.contains("0.4 seconds are allowed"))
        #expect(called.wait() && cancelled.wait())
        #expect(kept.value?.respond(.text("late")) == false)
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
        // They have waited for longer than the one that was answered for.
        for (client, responder) in patient {
            #expect(try !client.hasInput(milliseconds: 0))
            responder.respond(.text("in time"))
            #expect(try client.answer().text == "in time")
        }
    }

    @Test func theQueueBeforeTheHandlersIsBounded() throws {
        let release = DispatchSemaphore(value: 0)
        let started = Signal()
        let server = try TestServer([
            Route(.get, "/wait", operationID: "wait") { (_, responder) in
                started.fire()
                release.wait()
                responder.respond(.text("done"))
            }
        ]) {
            $0.handlerWidth = 2
            $0.handlerQueue = 3
        }
        let clients = try (0..<5).map { _ in try server.client() }
        for client in clients { try client.request("GET", "/wait") }
        #expect(started.wait() && started.wait())
        #expect(server.settles { $0.handlersQueued == 3 })
        let refused = try server.client()
        try refused.request("GET", "/wait")
        let answer = try refused.answer()
        #expect(answer.status == 503 && answer.fields["retry-after"] == "1")
        #expect(answer.text.contains("There are 3 requests waiting; that many are allowed."))
        for _ in 0..<5 { release.signal() }
        for client in clients { #expect(try client.answer().text == "done") }
    }

    @Test func aClientThatTakesNothingIsCutOff() throws {
        let large = [UInt8](repeating: 0x61, count: 16 << 20)
        let server = try TestServer([
            Route(.get, "/large", operationID: "large") { (_, responder) in
                responder.respond(Response(.ok, body: .bytes(large)))
            }
        ]) { $0.writeTimeout = .milliseconds(100) }
        let client = try server.client(receiveBuffer: 8192)
        try client.request("GET", "/large")
        #expect(server.events.wait { !$0.completions.isEmpty })
        #expect(server.events.completions.first?.isComplete == false)
        #expect(try client.readToEnd().count < large.count)
    }

    @Test func manyConnectionsThatComeAndGoLeaveNothing() throws {
        let server = try TestServer()
        for _ in 0..<300 {
            let client = try server.client()
            try client.request("GET", "/hello", ["Connection: close"])
            #expect(try client.answer().status == 200)
            #expect(try client.isClosed())
        }
        server.server.stop(grace: .seconds(10))
        #expect(server.server.statistics.connectionsOpen == 0)
        #expect(server.server.statistics.requestsTotal == 300)
    }

    @Test func noDescriptorLeftIsNotTheEnd() async {
        await #expect(processExitsWith: .success) {
            let server = try TestServer { $0.loops = 1 }
            let first = try server.client()
            try first.request("GET", "/hello")
            _ = try first.answer()
            // All client sockets first; then there is room for two more descriptors only.
            let sockets = (0..<20).map { _ in UnconnectedSocket() }
            let highest = sockets.map(\.descriptor).max() ?? 0
            var limit = rlimit(rlim_cur: rlim_t(highest + 3), rlim_max: 4096)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            for socket in sockets { try #require(socket.connect(to: server.port)) }
            try #require(
                server.events.wait {
                    $0.events.contains { if case .acceptFailed = $0 { true } else { false } }
                })
            // Who is in is still served, and when there is room again, so is everybody.
            try first.request("GET", "/hello")
            try #require(try first.answer().text == "hello")
            for socket in sockets { socket.close() }
            let answer = try server.retry { $0.status == 200 }
            try #require(answer.text == "hello")
        }
    }
}
