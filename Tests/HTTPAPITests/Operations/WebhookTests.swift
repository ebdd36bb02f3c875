import Foundation
import HTTP
import HTTPTypes
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// The end of a job, posted over real connections.
@Suite(.serialized) struct WebhookTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func delivery(_ url: String) -> WebhookDelivery {
        WebhookDelivery(
            id: "msg_1", job: "job_1", url: url, host: "", secret: WebhookSecret(Self.secret), body: "{}",
            attempts: 0)
    }

    private func post(
        _ url: String, allowsPrivate: Bool = true, authorities: String? = nil, seconds: Double = 10,
        goesOn: Bool = true
    ) -> WebhookOutcome {
        var options = WebhookOptions()
        options.authorities = authorities
        options.allowsPrivateAddresses = allowsPrivate
        options.totalSeconds = seconds
        return WebhookPost(options: options) { goesOn }(delivery(url), at: Date())
    }

    @Test func aReceiverMustBeWhoItSaysItIs() throws {
        let (own, other) = (try TestCertificate(), try TestCertificate(addresses: "DNS:elsewhere.example"))
        let receiver = try WebhookReceiver(tls: TLSIdentity(certificate: own.certificate, key: own.key))
        #expect(post(receiver.url, authorities: own.certificate) == .delivered)
        #expect(receiver.posts.map(\.fields["webhook-id"]) == ["msg_1"])
        // Nothing is said to one whom nobody that counts vouches for, or who is another.
        let stranger = try WebhookReceiver(tls: TLSIdentity(certificate: other.certificate, key: other.key))
        for (to, authorities) in [
            (receiver, nil), (receiver, other.certificate), (stranger, other.certificate),
        ] {
            guard case .failed(let reason) = post(to.url, authorities: authorities) else {
                Issue.record("\(to.url) was posted to")
                continue
            }
            #expect(reason.contains("SSL"), "\(reason)")
        }
        #expect(stranger.posts.isEmpty)
        #expect(receiver.posts.count == 1)
    }

    @Test func theEndOfAJobIsPostedSignedAndTriedAgain() throws {
        let receiver = try WebhookReceiver(answers: [
            Response(.internalServerError), Response(.noContent),
        ])
        let service = try TestService(configure: { configuration in
            configuration.webhooks.allowsPrivateAddresses = true
            configuration.webhooks.retryDelays = [0.05, 0.05]
        })
        let body = #"""
            {"task": "classification", "name": "it", "training": {"epochs": 2}, "metadata": {"team_a": "x"},
             "notify": {"url": "\#(receiver.url)", "secret": "\#(Self.secret)"}}
            """#
        let created = try service.post(body)
        #expect(created.status == 201)
        #expect(!created.text.contains("MfKQ9r8"))
        #expect(try created.json()["specification"]?["notify"] == .object(["url": .string(receiver.url)]))
        let id = try created.decode(Job.self).id
        try receiver.wait()
        try receiver.wait()
        let posts = receiver.posts
        #expect(posts.map(\.body)[0] == posts.map(\.body)[1])
        #expect(posts.allSatisfy { $0.fields["webhook-id"] == "msg_\(id)" })
        let last = try #require(posts.last)
        #expect(last.fields["content-type"] == "application/json")
        let timestamp = try #require(last.fields["webhook-timestamp"].flatMap { Int($0) })
        #expect(abs(Double(timestamp) - Date().timeIntervalSince1970) < 60)
        let text = String(decoding: last.body, as: UTF8.self)
        #expect(
            last.fields["webhook-signature"]
                == WebhookSignature.signature(
                    "msg_\(id).\(timestamp).\(text)", by: try #require(WebhookSecret(Self.secret))))
        let payload = try JSONValue(parsing: text)
        #expect(payload["type"] == .string("job.succeeded"))
        #expect(payload["data"]?["id"] == .string(id))
        #expect(payload["data"]?["name"] == .string("it"))
        #expect(payload["data"]?["metadata"] == .object(["team_a": .string("x")]))
        // Nothing that the service tells has the secret.
        for path in ["", "/events?follow=false", "/logs", "/artifacts"] {
            #expect(!(try service.get("/v1/jobs/\(id)\(path)").text.contains("MfKQ9r8")))
        }
    }

    @Test func privateAddressesAreRefusedAfterTheNameIsLookedUp() throws {
        let receiver = try WebhookReceiver()
        let refusal = WebhookOutcome.rejected(
            reason: "its address is none of the public internet; the service may be told to allow that")
        for host in [
            "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]",
        ] {
            #expect(post("http://\(host):\(receiver.port)/hook", allowsPrivate: false) == refusal, "\(host)")
        }
        #expect(receiver.posts.isEmpty)
        #expect(post(receiver.url) == .delivered)
    }

    @Test func aRedirectIsNotFollowed() throws {
        let receiver = try WebhookReceiver(answers: [
            Response(.found, headerFields: [.location: "/other"])
        ])
        #expect(post(receiver.url) == .failed(reason: "the receiver answered 302"))
        #expect(receiver.posts.map(\.path) == ["/hook"])
    }

    @Test func anEndlessAnswerIsCutOff() throws {
        let sent = Mutex(0)
        let receiver = try WebhookReceiver(answers: [
            Response(
                .ok,
                body: .stream(heartbeat: []) { stream in
                    @Sendable func send() {
                        while stream.bufferedBytes < stream.capacity / 2 {
                            guard stream.send([UInt8](repeating: 120, count: 16 << 10)) == .accepted else {
                                return
                            }
                            sent.withLock { $0 += 16 << 10 }
                        }
                        stream.onDrain(send)
                    }
                    send()
                })
        ])
        #expect(post(receiver.url, seconds: 60) == .delivered)
        #expect(sent.withLock { $0 } < 64 << 20)
    }

    @Test func whatTheReceiverSaysDecides() throws {
        let receiver = try WebhookReceiver(answers: [
            Response(.gone), Response(.notFound), Response(.serviceUnavailable), Response(.accepted),
        ])
        #expect(post(receiver.url) == .rejected(reason: "the receiver answered 410: it is gone"))
        #expect(post(receiver.url) == .failed(reason: "the receiver answered 404"))
        #expect(post(receiver.url) == .failed(reason: "the receiver answered 503"))
        #expect(post(receiver.url) == .delivered)
    }

    @Test func aReceiverThatDoesNotAnswerIsGivenUp() throws {
        // A socket that listens and never answers.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 8)
                _ = getsockname(listener, $0, &length)
            }
        }
        let url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
        guard case .failed(let reason) = post(url, seconds: 0.3) else {
            Issue.record("it was delivered")
            return
        }
        #expect(reason.contains("timed out"))
        // A service that stops does not wait for it.
        #expect(post(url, seconds: 30, goesOn: false) == .stopped)
    }

    @Test func otherProtocolsAndClosedPortsFail() {
        guard case .failed(let port) = post("http://127.0.0.1:1/") else {
            Issue.record("port 1 answered")
            return
        }
        #expect(!port.isEmpty)
        guard case .failed(let file) = post("file:///etc/passwd") else {
            Issue.record("a file was posted to")
            return
        }
        #expect(file.contains("not supported"))
    }
}
