import Glibc
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct ExchangeTests {
    @Test func aConnectionServesOneRequestAfterTheOther() throws {
        let server = try TestServer()
        let client = try server.client()
        for _ in 0..<3 {
            try client.request("GET", "/hello")
            let answer = try client.answer()
            #expect(answer.status == 200)
            #expect(answer.text == "hello")
            #expect(answer.fields["content-length"] == "5")
            #expect(answer.fields["connection"] == nil)
            #expect(answer.fields["date"]?.hasSuffix(" GMT") == true)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let server = try TestServer()
        let client = try server.client()
        let all = (0..<200).map { "GET /items/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        try client.send(all + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n" + all)
        for number in 0..<200 { #expect(try client.answer().text == "\(number) []") }
        #expect(try client.answer().status == 404)
        for number in 0..<200 { #expect(try client.answer().text == "\(number) []") }
    }

    @Test func aRequestMayComeByteByByte() throws {
        let server = try TestServer()
        let client = try server.client()
        for byte in "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8 {
            try client.send([byte])
        }
        #expect(try client.answer().text == "abc")
    }

    @Test func bodiesComeByLengthAndByChunks() throws {
        let server = try TestServer()
        let client = try server.client()
        let large = String(repeating: "0123456789", count: 100_000)
        try client.request("POST", "/echo", body: large)
        #expect(try client.answer().text == large)
        try client.request("POST", "/echo", ["Transfer-Encoding: chunked"])
        try client.send("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n")
        #expect(try client.answer().text == "hello!")
    }

    @Test func aBodyIsAskedForBeforeItIsSent() throws {
        let server = try TestServer()
        let client = try server.client()
        try client.request("POST", "/echo", ["Expect: 100-continue", "Content-Length: 2"])
        #expect(try client.answer().status == 100)
        try client.send("ok")
        #expect(try client.answer().text == "ok")
        // One that is too large, or for nobody, is not asked for.
        try client.request("POST", "/echo", ["Expect: 100-continue", "Content-Length: 2000000"])
        #expect(try client.answer().status == 413)
        #expect(try client.isClosed())
        let other = try server.client()
        try other.request("POST", "/nothing", ["Expect: 100-continue", "Content-Length: 2"])
        #expect(try other.answer().status == 404)
        #expect(try other.isClosed())
    }

    @Test func headGetsTheHeadOfGet() throws {
        let server = try TestServer()
        let client = try server.client()
        try client.request("HEAD", "/hello")
        let answer = try client.answer(toHead: true)
        #expect(answer.status == 200)
        #expect(answer.fields["content-length"] == "5")
        try client.request("HEAD", "/nothing")
        #expect(try client.answer(toHead: true).status == 404)
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
    }

    @Test func theServerAnswersWhatHasNoHandler() throws {
        let server = try TestServer()
        let client = try server.client()
        try client.request("GET", "/nothing")
        #expect(try client.answer().text == "404 Not Found: There is nothing at '/nothing'.\n")
        try client.request("PUT", "/hello", body: nil)
        let refused = try client.answer()
        #expect(refused.status == 405)
        #expect(refused.fields["allow"] == "GET, HEAD, OPTIONS")
        try client.request("OPTIONS", "/echo")
        let options = try client.answer()
        #expect(options.status == 204 && options.fields["allow"] == "OPTIONS, POST")
        #expect(options.fields["content-length"] == nil)
        try client.request("OPTIONS", "*")
        #expect(try client.answer().fields["allow"] == "GET, HEAD, OPTIONS, POST")
        try client.request("GET", "/items/%FF")
        #expect(try client.answer().status == 400)
        try client.request("GET", "/items/a%20b?x=%C3%A9&y=1+2")
        #expect(try client.answer().text == "a b [\"é\", \"1 2\"]")
    }

    @Test func nothingHiddenBehindARefusalIsServed() throws {
        let server = try TestServer()
        let hidden = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
        for (request, status) in [
            (
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                400
            ),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", 413),
            ("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 38\r\n\r\n", 404),
            ("PUT /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 405),
            ("POST /%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", 400),
        ] {
            let client = try server.client()
            try client.send(request + hidden)
            let answer = try client.answer()
            #expect(answer.status == status)
            #expect(answer.fields["connection"] == "close")
            #expect(try client.isClosed(), "\(request)")
        }
        #expect(server.events.completions.allSatisfy { $0.operationID != "hello" })
    }

    @Test func anAnswerComesLaterFromAnyThread() throws {
        let kept = Box<Responder?>(nil)
        let called = Signal()
        let server = try TestServer([
            Route(.get, "/later", operationID: "later") { (_, responder) in
                kept.value = responder
                called.fire()
            }
        ])
        let client = try server.client()
        try client.request("GET", "/later")
        #expect(called.wait())
        #expect(kept.value?.respond(.text("now")) == true)
        #expect(kept.value?.respond(.text("twice")) == false)
        #expect(try client.answer().text == "now")
        try client.request("GET", "/later")
        #expect(called.wait())
        kept.value = nil
        #expect(try client.answer().status == 500)
        #expect(
            server.events.wait {
                $0.events.contains { if case .handlerDroppedRequest("later") = $0 { true } else { false } }
            })
    }

    @Test func aHandlerHearsOfAHangUpAtOnce() throws {
        let reason = Box<CancellationReason?>(nil)
        let called = Signal()
        let cancelled = Signal()
        let kept = Box<Responder?>(nil)
        let server = try TestServer([
            Route(.get, "/poll", operationID: "poll") { (_, responder) in
                kept.value = responder
                responder.onCancel {
                    reason.value = $0
                    cancelled.fire()
                }
                called.fire()
            }
        ])
        for resets in [false, true] {
            let client = try server.client()
            try client.request("GET", "/poll")
            #expect(called.wait())
            if resets { client.reset() } else { client.endOutput() }
            #expect(cancelled.wait())
            #expect(reason.value == .peerClosed)
            #expect(try client.isClosed())
        }
    }

    @Test func aClientThatEndsItsHalfStillGetsItsAnswer() throws {
        let server = try TestServer()
        let client = try server.client()
        try client.request("GET", "/hello")
        client.endOutput()
        #expect(try client.answer().text == "hello")
        #expect(try client.isClosed())
    }

    @Test func framingFieldsAreTheServersOwn() throws {
        let server = try TestServer([
            Route(.get, "/", operationID: "root") { (_, responder) in
                responder.respond(
                    Response(
                        .ok,
                        headerFields: [.contentLength: "99", .connection: "close", .transferEncoding: "x"],
                        body: .bytes([0x61])))
            },
            Route(.get, "/304", operationID: "304") { (_, responder) in
                responder.respond(
                    Response(.notModified, headerFields: [.eTag: "\"a\""], body: .bytes([0x61])))
            },
            Route(.get, "/1", operationID: "1") { (_, responder) in
                responder.respond(Response(.init(code: 101)))
            },
        ])
        let client = try server.client()
        try client.request("GET", "/")
        let answer = try client.answer()
        #expect(
            answer.text == "a" && answer.fields["content-length"] == "1" && answer.fields["connection"] == nil
        )
        try client.request("GET", "/304")
        let unmodified = try client.answer()
        #expect(unmodified.fields["content-length"] == nil && unmodified.fields["etag"] == "\"a\"")
        try client.request("GET", "/1")
        #expect(try client.answer().status == 500)
    }

    @Test func partsOfFilesAreSent() throws {
        let path = "/tmp/http-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        defer { unlink(path) }
        #expect(write(file, content, content.count) == content.count)
        close(file)
        let server = try TestServer([
            Route(.get, "/{from}/{to}", operationID: "file") { (request, responder) in
                let from = request.parameters["from"].flatMap { Int($0) } ?? 0
                let to = request.parameters["to"].flatMap { Int($0) } ?? 0
                guard let slice = try? FileSlice(path: path, range: from..<to) else { return }
                responder.respond(Response(.ok, body: .file(slice)))
            }
        ])
        let client = try server.client()
        for (from, to) in [
            (0, 3_000_000), (1_000_001, 1_000_005), (7, 7), (2_999_999, 4_000_000), (5, 2_500_000),
        ] {
            try client.request("GET", "/\(from)/\(to)")
            #expect(try client.answer().body == Array(content[from..<min(to, content.count)]))
        }
        try client.request("HEAD", "/0/10")
        #expect(try client.answer(toHead: true).fields["content-length"] == "10")
    }

    @Test func aClientThatIsGoneHarmsNobody() throws {
        let path = "/tmp/http-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        defer { unlink(path) }
        #expect(ftruncate(file, 64 << 20) == 0)
        close(file)
        let server = try TestServer(
            TestServer.routes + [
                Route(.get, "/file", operationID: "file") { (_, responder) in
                    guard let slice = try? FileSlice(path: path) else { return }
                    responder.respond(Response(.ok, body: .file(slice)))
                }
            ])
        // Written to after its end, the connection would raise SIGPIPE.
        for target in ["/file", "/hello"] {
            let client = try server.client()
            try client.request("GET", target)
            // The answer is under way; the rest of the file finds nobody.
            _ = try client.read(through: "\r\n\r\n")
            client.reset()
        }
        let half = try server.client()
        try half.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx")
        half.endOutput()
        #expect(try half.isClosed())
        #expect(
            server.events.wait {
                $0.completions.contains { $0.operationID == "echo" && $0.status.code == 499 }
                    && $0.completions.contains { $0.operationID == "file" && !$0.isComplete }
            })
        let client = try server.client()
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
    }

    @Test func aFileThatShrinksEndsTheConnection() throws {
        let path = "/tmp/http-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        defer {
            close(file)
            unlink(path)
        }
        #expect(ftruncate(file, 1000) == 0)
        let slice = try FileSlice(path: path)
        #expect(ftruncate(file, 100) == 0)
        let server = try TestServer([
            Route(.get, "/", operationID: "file") { (_, responder) in
                responder.respond(Response(.ok, body: .file(slice)))
            }
        ])
        let client = try server.client()
        try client.request("GET", "/")
        #expect(try client.read(through: "\r\n\r\n").contains("Content-Length: 1000"))
        #expect(try client.readToEnd().count == 100)
    }

    @Test func aFieldValueCannotEndItsLine() throws {
        let server = try TestServer([
            Route(.get, "/", operationID: "root") { (_, responder) in
                responder.respond(Response(.ok, headerFields: [.location: "/a\r\nX-Injected: 1\r\n\r\nbody"]))
            }
        ])
        let client = try server.client()
        try client.request("GET", "/")
        let answer = try client.answer()
        #expect(answer.fields["x-injected"] == nil)
        #expect(answer.fields["location"]?.hasPrefix("/a") == true)
    }

    @Test func errorsAreRenderedByTheGivenClosure() throws {
        let server = try TestServer {
            $0.errorResponse = { (status, detail) in
                .text("<\(status.code)|\(detail)>", status: status, type: "x/y")
            }
        }
        let client = try server.client()
        try client.request("GET", "/nothing")
        let missing = try client.answer()
        #expect(
            missing.text == "<404|There is nothing at '/nothing'.>" && missing.fields["content-type"] == "x/y"
        )
        try client.send("GET / HTTP/1.0\r\n")
        #expect(try client.answer().text == "<505|The version is HTTP/1.0; only HTTP/1.1 is supported.>")
    }

    @Test func ipv6IsServedToo() throws {
        let server = try TestServer { $0.host = "::" }
        let client = try server.client()
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
        #expect(server.events.wait { !$0.completions.isEmpty })
        #expect(server.events.completions.first?.peer == .loopback)
        #expect(server.events.completions.first?.peer.description == "127.0.0.1")
        #expect(server.events.completions.first?.peer.isLoopback == true)
    }

    @Test func requestsAndBytesAreCounted() throws {
        let server = try TestServer { $0.lingerTimeout = .milliseconds(50) }
        let client = try server.client()
        try client.request("GET", "/hello")
        _ = try client.answer()
        try client.request("BREW", "/hello")
        _ = try client.answer()
        try client.send("nonsense\r\n")
        _ = try client.answer()
        #expect(try client.isClosed())
        #expect(server.events.wait { $0.completions.count == 3 })
        server.server.stop(grace: .seconds(5))
        let statistics = server.server.statistics
        #expect(statistics.requests[.init(method: "GET", statusClass: 2)] == 1)
        #expect(statistics.requests[.init(method: "OTHER", statusClass: 4)] == 2)
        #expect(statistics.requestsTotal == 3)
        #expect(statistics.connectionsAccepted == 1 && statistics.connectionsOpen == 0)
        #expect(statistics.bytesIn == 35 + 36 + 10)
        #expect(statistics.bytesOut > 300)
        let completion = server.events.completions.first
        #expect(
            completion?.operationID == "hello" && completion?.status == .ok && completion?.isComplete == true)
    }
}
