import Glibc
import HTTPTypes
import ServiceTestSupport
import Synchronization

@testable import HTTP

/// A server on a free port for one test; stopped when the test is over.
struct TestServer: ~Copyable {
    let server: Server
    let port: UInt16
    let events: EventLog
    /// What clients trust; nil where the server speaks in the clear.
    let certificate: TestCertificate?

    init(
        _ routes: [Route] = TestServer.routes, certificate: TestCertificate? = Encryption.certificate,
        _ configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = ServerConfiguration()
        let events = EventLog()
        configuration.port = 0
        configuration.loops = 2
        configuration.onEvent = { events.add($0) }
        configuration.onCompletion = { events.add($0) }
        configuration.tls = try certificate?.identity()
        configure(&configuration)
        let server = Server(configuration: configuration, router: Router(routes))
        port = try server.start()
        self.server = server
        self.events = events
        self.certificate = certificate
    }

    deinit { server.stop(grace: .zero) }

    func client(receiveBuffer: Int32? = nil) throws -> RawClient {
        try RawClient(port: port, receiveBuffer: receiveBuffer, trusts: certificate)
    }

    /// Tries with new connections until the answer is as wanted, at most for a while.
    func retry(until isWanted: (RawClient.Answer) -> Bool) throws -> RawClient.Answer {
        let end = Instant.now() + .seconds(20)
        while true {
            let client = try client()
            do {
                try client.request("GET", "/hello")
                let answer = try client.answer()
                if isWanted(answer) || Instant.now() > end { return answer }
            } catch  where Instant.now() < end {
                // Hung up on, for want of descriptors.
                continue
            }
        }
    }

    /// Whether the statistics become as wanted before long.
    func settles(_ isWanted: (ServerStatistics) -> Bool) -> Bool {
        ServiceTestSupport.settles { isWanted(server.statistics) }
    }

    static let routes: [Route] = [
        Route(.get, "/hello", operationID: "hello") { (_, responder) in responder.respond(.text("hello")) },
        Route(.post, "/echo", operationID: "echo") { (request, responder) in
            responder.respond(Response(.ok, body: .bytes(request.body)))
        },
        Route(.get, "/items/{id}", operationID: "item") { (request, responder) in
            responder.respond(.text("\(request.parameters["id"] ?? "?") \(request.query.map(\.value))"))
        },
    ]
}
