import Foundation
import HTTP
import HTTPTypes
import Synchronization
import Testing

/// A server that is posted to, and what came.
final class WebhookReceiver: Sendable {
    struct Post: Sendable {
        let path: String
        let fields: [String: String]
        let body: [UInt8]
    }

    let port: UInt16
    private let scheme: String
    private let server: Server
    private let inbox: Inbox

    private final class Inbox: Sendable {
        let posts = Mutex<[Post]>([])
        let arrivals = DispatchSemaphore(value: 0)
    }

    /// - Parameters: answers: one after the other, the last again and again; tls: nil speaks in the clear.
    init(answers: [Response] = [Response(.noContent)], tls: TLSIdentity? = nil) throws {
        scheme = tls == nil ? "http" : "https"
        let inbox = Inbox()
        self.inbox = inbox
        let routes = ["/hook", "/other"].map { path in
            Route(.post, path, operationID: path) { request, responder in
                let number = inbox.posts.withLock { posts in
                    let fields = request.headerFields.map { ($0.name.canonicalName, $0.value) }
                    posts.append(
                        Post(
                            path: request.path, fields: Dictionary(fields) { $1 }, body: request.body))
                    return posts.count
                }
                responder.respond(answers[min(number, answers.count) - 1])
                inbox.arrivals.signal()
            }
        }
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.tls = tls
        configuration.loops = 1
        server = Server(configuration: configuration, router: Router(routes))
        port = try server.start()
    }

    deinit { server.stop(grace: .zero) }

    var url: String { "\(scheme)://127.0.0.1:\(port)/hook" }

    var posts: [Post] { inbox.posts.withLock { $0 } }

    /// The next post that comes.
    func wait(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try #require(inbox.arrivals.wait(timeout: .now() + 30) == .success, sourceLocation: sourceLocation)
    }
}
