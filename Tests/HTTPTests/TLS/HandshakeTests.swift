import CLinux
import COpenSSL
import Glibc
import ServiceTestSupport
import Testing

@testable import HTTP

/// What may happen before the first byte of HTTP.
@Suite struct HandshakeTests {
    private let certificate: TestCertificate

    init() throws { certificate = try TestCertificate.shared.get() }

    /// A server that speaks TLS.
    private func server(_ configure: (inout ServerConfiguration) -> Void = { _ in }) throws -> TestServer {
        try TestServer(certificate: certificate, configure)
    }

    /// `openssl s_client`, which asks for /hello once the handshake is done.
    private func client(_ port: UInt16, _ flags: String...) throws -> Program.Result {
        try Program.run(
            "/usr/bin/openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", certificate.certificate,
                "-verify_return_error", "-ign_eof",
            ] + flags,
            input: "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    }

    @Test func onlyVersionsFrom12OnAreSpoken() throws {
        let server = try server()
        for version in ["-tls1_2", "-tls1_3"] {
            let result = try client(server.port, version)
            #expect(result.code == 0 && result.output.contains("hello"), "\(version) \(result.errors)")
        }
        for version in ["-tls1", "-tls1_1"] {
            // The client itself would not, at its usual level.
            let result = try client(server.port, version, "-cipher", "ALL:@SECLEVEL=0")
            #expect(result.code != 0, "\(version)")
            #expect(result.errors.contains("alert protocol version"), "\(version) \(result.errors)")
        }
        #expect(server.settles { $0.handshakesFailed == 2 && $0.handshakesOpen == 0 })
    }

    @Test func onlyCiphersWithForwardSecrecyAndAuthenticationAreSpoken() throws {
        let server = try server()
        for cipher in ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"] {
            let result = try client(server.port, "-tls1_2", "-cipher", cipher)
            #expect(result.output.contains("Cipher is \(cipher)"), "\(result.errors)")
        }
        for cipher in ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-SHA", "NULL", "aNULL"] {
            let result = try client(server.port, "-tls1_2", "-cipher", "\(cipher):@SECLEVEL=0")
            #expect(result.errors.contains("handshake failure"), "\(cipher) \(result.errors)")
        }
    }

    @Test func nothingIsCompressedResumedOrNegotiatedAnew() throws {
        let server = try server()
        let result = try client(server.port, "-tls1_2")
        #expect(result.output.contains("Compression: NONE"))
        #expect(!result.output.contains("TLS session ticket:"))
        #expect(result.output.contains("Secure Renegotiation IS supported"))
        let socket = try RawClient(port: server.port)
        let encryption = try ClientEncryption(
            socket.descriptor, trusts: certificate, maximum: TLS1_2_VERSION)
        #expect(encryption.negotiateAnew() == "no renegotiation")
    }

    @Test func alpnIsHTTP11OrNothing() throws {
        let server = try server()
        #expect(try client(server.port, "-alpn", "h2,http/1.1").output.contains("ALPN protocol: http/1.1"))
        #expect(try client(server.port).output.contains("hello"))
        let other = try client(server.port, "-alpn", "h2")
        #expect(other.errors.contains("no application protocol"), "\(other.errors)")
    }

    @Test func aClientMayChangeItsKeys() throws {
        let server = try server()
        let client = try server.client()
        for _ in 0..<20 {
            #expect(client.encryption?.changeKeys() == true)
            try client.request("GET", "/hello")
            #expect(try client.answer().text == "hello")
        }
    }

    @Test func aHandshakeThatTakesTooLongIsEnded() throws {
        let server = try server { $0.handshakeTimeout = .milliseconds(100) }
        let silent = try RawClient(port: server.port)
        #expect(try silent.isClosed())
        // Each byte comes in time; all of them do not.
        let slow = try RawClient(port: server.port)
        try slow.send([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])
        let sent = try slow.trickle(0, atMost: 100_000)
        #expect(sent > 1)
        #expect(try slow.isClosed())
        #expect(server.settles { $0.handshakesFailed == 2 && $0.connectionsOpen == 0 })
    }

    @Test func whoNeverFinishesHoldsNobodyUp() throws {
        let server = try server {
            $0.loops = 1
            $0.maxHandshakes = 40
        }
        let stuck = try (0..<39).map { number in
            let client = try RawClient(port: server.port)
            try client.send([UInt8]([0x16, 0x03, 0x01, 0x02, 0x00, 0x01].prefix(number % 7)))
            return client
        }
        #expect(server.settles { $0.handshakesOpen == 39 })
        for _ in 0..<20 {
            let client = try server.client()
            try client.request("GET", "/hello")
            #expect(try client.answer().text == "hello")
        }
        #expect(try stuck.allSatisfy { try !$0.hasInput(milliseconds: 0) })
    }

    @Test func handshakesAreLimitedInNumber() throws {
        let server = try server { $0.maxHandshakes = 2 }
        var stuck = try (0..<2).map { _ in try RawClient(port: server.port) }
        #expect(server.settles { $0.handshakesOpen == 2 })
        #expect(try RawClient(port: server.port).isClosed())
        #expect(
            server.events.wait {
                $0.events.contains {
                    if case .handshakeFailed(_, let reason) = $0 {
                        reason == "there are 2 handshakes under way; that many are allowed"
                    } else {
                        false
                    }
                }
            })
        stuck.removeLast()
        #expect(server.settles { $0.handshakesOpen == 1 })
        let client = try server.client()
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
        #expect(ServerConfiguration().maxHandshakes == 128)
        #expect(ServerConfiguration().handshakeTimeout == .seconds(10))
    }

    @Test func plainHTTPIsToldToUseTLS() throws {
        let server = try server()
        for method in ["GET", "POST", "PUT", "HEAD"] {
            let client = try RawClient(port: server.port)
            try client.request(method, "/hello", body: method == "POST" ? "x" : nil)
            let answer = try client.answer()
            #expect(answer.status == 400 && answer.fields["connection"] == "close")
            #expect(answer.text.contains("this port speaks TLS: use https://"))
            #expect(try client.isClosed())
        }
    }

    @Test func garbageIsRefusedAndLeavesNothing() throws {
        let server = try server { $0.lingerTimeout = .milliseconds(20) }
        var random = SplitMix(seed: 7)
        for number in 0..<200 {
            let client = try RawClient(port: server.port)
            var bytes = (0..<Int.random(in: 1...600, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Half of them begin as a record does.
            if number % 2 == 0 { bytes = [0x16, 0x03, 0x01, 0x00, 0xFF] + bytes }
            // The server may have hung up by then.
            try? client.send(bytes)
            client.endOutput()
            let end = try client.readToEnd()
            // An alert, or nothing.
            #expect(end.isEmpty || end[0] == 0x15)
        }
        // A loop hands its counts in at the end of its turn, after the gauges have moved.
        let isOver = server.settles {
            $0.connectionsOpen == 0 && $0.handshakesOpen == 0 && $0.handshakesFailed >= 200
        }
        #expect(isOver && server.server.statistics.handshakesFailed == 200)
        let client = try server.client()
        try client.request("GET", "/hello")
        #expect(try client.answer().text == "hello")
    }

    @Test func aProperEndIsSaidAndACutIsNot() throws {
        let server = try server { $0.keepAliveTimeout = .milliseconds(300) }
        let leaver = try server.client()
        try leaver.request("GET", "/hello", ["Connection: close"])
        _ = try leaver.answer()
        #expect(try leaver.isClosed())
        #expect(leaver.encryption?.wasToldTheEnd == true)
        let idle = try server.client()
        #expect(try idle.isClosed())
        #expect(idle.encryption?.wasToldTheEnd == true)

        let begun = Signal()
        let kept = Box<ResponseStream?>(nil)
        let stream = Route(.get, "/", operationID: "root") { (_, responder) in
            responder.respond(
                Response(
                    .ok,
                    body: .stream(heartbeat: []) {
                        kept.value = $0
                        begun.fire()
                    }))
        }
        let streaming = try TestServer([stream], certificate: certificate)
        let cut = try streaming.client()
        try cut.request("GET", "/")
        #expect(begun.wait())
        _ = try cut.read(through: "\r\n\r\n")
        streaming.server.stop(grace: .zero)
        #expect(try cut.isClosed())
        #expect(cut.encryption?.wasToldTheEnd == false)
    }
}
