import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

/// Compressed bodies in both directions, over a real socket.
@Suite struct BodyCodingTests {
    private static let text = String(repeating: "{\"accuracy\": 0.5}\n", count: 200)

    private static func answer(
        _ path: String, _ type: String, _ body: String = text, _ fields: HTTPFields = [:],
        status: HTTPResponse.Status = .ok
    ) -> Route {
        Route(.get, path, operationID: path) { (_, responder) in
            var fields = fields
            fields[.contentType] = type
            responder.respond(Response(status, headerFields: fields, body: .bytes(Array(body.utf8))))
        }
    }

    @Test func textIsCompressedForWhoTakesIt() throws {
        let types = [
            "application/json", "application/problem+json", "text/csv; charset=utf-8", "application/yaml",
            "text/plain; version=0.0.4", "application/openmetrics-text; version=1.0.0",
        ]
        let server = try TestServer(types.enumerated().map { Self.answer("/\($0.offset)", $0.element) })
        let client = try server.client()
        for (number, type) in types.enumerated() {
            try client.request("GET", "/\(number)", ["Accept-Encoding: br, gzip;q=0.5"])
            let coded = try client.answer()
            #expect(coded.fields["content-encoding"] == "gzip", "\(type)")
            #expect(coded.fields["vary"] == "Accept-Encoding")
            #expect(coded.body.count < Self.text.utf8.count / 4)
            #expect(try Gzip.decode(coded.body, limit: 10_000) == Array(Self.text.utf8))
            try client.request("HEAD", "/\(number)", ["Accept-Encoding: gzip"])
            #expect(try client.answer(toHead: true).fields == coded.fields)
            for refusal in ["Accept-Encoding: gzip;q=0", "X: y"] {
                try client.request("GET", "/\(number)", [refusal])
                let plain = try client.answer()
                #expect(plain.text == Self.text && plain.fields["content-encoding"] == nil)
                #expect(plain.fields["vary"] == "Accept-Encoding")
            }
        }
    }

    @Test func whatMustStayAsItIsDoes() throws {
        let stream = Route(.get, "/stream", operationID: "stream") { (_, responder) in
            responder.respond(
                Response(
                    .ok, headerFields: [.contentType: "text/event-stream"],
                    body: .stream(heartbeat: []) { $0.send(Array(Self.text.utf8)) }))
        }
        let server = try TestServer([
            Self.answer("/small", "text/plain", String(repeating: "a", count: 1024)),
            Self.answer("/image", "image/png"),
            Self.answer("/weights", "application/octet-stream"),
            Self.answer("/untyped", ""),
            Self.answer("/strong", "text/plain", Self.text, [.eTag: "\"a\""]),
            Self.answer("/part", "text/plain", Self.text, status: .partialContent),
            Self.answer("/coded", "text/plain", Self.text, [.contentEncoding: "br"]),
            stream,
        ])
        let client = try server.client()
        for route in ["/small", "/image", "/weights", "/untyped", "/strong", "/part", "/coded", "/stream"] {
            try client.request("GET", route, ["Accept-Encoding: gzip"])
            let answer = try client.answer()
            #expect(answer.fields["content-encoding"] == (route == "/coded" ? "br" : nil), "\(route)")
            #expect(answer.body.count >= 1024)
            #expect(answer.fields["vary"] == nil)
        }
    }

    @Test func aStateMayBeCompressedOrUnchanged() throws {
        let server = try TestServer([
            Self.answer("/state", "application/json", Self.text, [.eTag: "W/\"v1\"", .vary: "Accept"]),
            Route(.get, "/known", operationID: "known") { (_, responder) in
                responder.respond(Response(.notModified, headerFields: [.eTag: "W/\"v1\""]))
            },
        ])
        let client = try server.client()
        try client.request("GET", "/state", ["Accept-Encoding: gzip"])
        let coded = try client.answer()
        #expect(coded.fields["content-encoding"] == "gzip" && coded.fields["etag"] == "W/\"v1\"")
        #expect(coded.fields["vary"] == "Accept, Accept-Encoding")
        try client.request("GET", "/known", ["Accept-Encoding: gzip"])
        let known = try client.answer()
        #expect(known.status == 304 && known.fields["vary"] == "Accept-Encoding")
        #expect(known.fields["content-encoding"] == nil)
    }

    private func post(
        _ body: [UInt8], coding: String, to path: String = "/echo", _ client: RawClient
    ) throws -> RawClient.Answer {
        try client.request(
            "POST", path, ["Content-Encoding: \(coding)", "Content-Length: \(body.count)"])
        try client.send(body)
        return try client.answer()
    }

    @Test func handlersGetThePlainBody() throws {
        let server = try TestServer([
            Route(.post, "/echo", operationID: "echo") { (request, responder) in
                let coding = request.headerFields[.contentEncoding] ?? "none"
                responder.respond(.text(coding + String(decoding: request.body, as: UTF8.self)))
            }
        ])
        let client = try server.client()
        let coded = try #require(Gzip.encode(Array("hello".utf8)))
        for coding in ["gzip", "GZIP", "x-gzip", " gzip"] {
            #expect(try post(coded, coding: coding, client).text == "nonehello")
        }
        #expect(try post(Array("hello".utf8), coding: "identity", client).text == "identityhello")
        #expect(try post([], coding: "gzip", client).text == "gzip")
        try client.request("POST", "/echo", ["Content-Encoding: gzip", "Transfer-Encoding: chunked"])
        try client.send("\(String(coded.count, radix: 16))\r\n")
        try client.send(coded)
        try client.send("\r\n0\r\n\r\n")
        #expect(try client.answer().text == "nonehello")
    }

    @Test func whatCannotBeDecodedIsSaid() throws {
        let server = try TestServer {
            $0.limits.body = 200_000
            $0.limits.growth = 50
        }
        let client = try server.client()
        let coded = try #require(Gzip.encode(Array("hello".utf8)))
        for coding in ["br", "gzip, gzip", "deflate", "zstd"] {
            let answer = try post(coded, coding: coding, client)
            #expect(answer.status == 415 && answer.fields["accept-encoding"] == "gzip")
            #expect(answer.text.contains("Content-Encoding is '\(coding)'; gzip is allowed."))
        }
        let damaged = try post(coded.dropLast(), coding: "gzip", client)
        #expect(damaged.status == 400)
        #expect(
            damaged.text.contains(
                "The body is not gzip, as its Content-Encoding says: it ends unfinished."))
        // The limit is that of the plain bytes.
        var random = SplitMix(seed: 1)
        let digits = (0..<200_001).map { _ in UInt8.random(in: 48...57, using: &random) }
        let whole = try #require(Gzip.encode(Array(digits.dropLast())))
        #expect(whole.count < 100_000)
        #expect(try post(whole, coding: "gzip", client).status == 200)
        let tooLarge = try post(try #require(Gzip.encode(digits)), coding: "gzip", client)
        #expect(tooLarge.status == 413)
        #expect(tooLarge.text.contains("larger than 200000 bytes when decompressed; that many are allowed."))
        // A bomb is told by its growth, long before the limit.
        let blanks = try #require(Gzip.encode([UInt8](repeating: 32, count: 100_000)))
        let bomb = try post(blanks, coding: "gzip", client)
        #expect(bomb.status == 413)
        #expect(
            bomb.text.contains(
                "The body of \(blanks.count) compressed bytes grows to more than 50 times its size"))
        let few = try #require(Gzip.encode([UInt8](repeating: 32, count: 60_000)))
        #expect(try post(few, coding: "gzip", client).status == 200)
        // The connection has served all of it.
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
    }
}
