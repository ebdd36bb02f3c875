import HTTPTypes
import Synchronization

/// The way back from a handler to the connection of its request. It may be kept and used later from any thread;
/// holding it holds no thread. If it is dropped without an answer, the client gets a 500.
package final class Responder: Sendable {
    private let key: ExchangeKey
    private let method: HTTPRequest.Method
    private let operationID: String
    private let takesGzip: Bool
    private let control: ExchangeControl
    private let mailbox: Mailbox
    private let shared: ServerShared
    private let amendment = Mutex<(@Sendable (inout Response) -> Void)?>(nil)

    init(
        key: ExchangeKey, method: HTTPRequest.Method, operationID: String, takesGzip: Bool,
        control: ExchangeControl, mailbox: Mailbox, shared: ServerShared
    ) {
        self.key = key
        self.method = method
        self.operationID = operationID
        self.takesGzip = takesGzip
        self.control = control
        self.mailbox = mailbox
        self.shared = shared
    }

    deinit {
        guard control.claimAnswer() else { return }
        shared.configuration.onEvent?(.handlerDroppedRequest(operationID: operationID))
        mailbox.post(
            .answer(
                key, shared.error(.internalServerError, "The request was not answered by its operation."), nil
            ))
    }

    /// Sends the answer. Only the first call counts; the result says whether this was it.
    ///
    /// A stream's producer is called before this returns, on the calling thread.
    @discardableResult
    package func respond(_ response: Response) -> Bool {
        var response = response
        amendment.withLock { amendment in
            defer { amendment = nil }
            return amendment
        }?(&response)
        guard control.claimAnswer() else { return false }
        guard response.status.kind != .informational, (200...599).contains(response.status.code) else {
            let detail = "The operation answered with status \(response.status.code); 200 to 599 are allowed."
            mailbox.post(.answer(key, shared.error(.internalServerError, detail), nil))
            return true
        }
        guard case .stream(let heartbeat, let produce) = response.body, method != .head,
            ResponseEncoder.hasBody(response.status)
        else {
            let coded = shared.configuration.compressesAbove.map {
                response.coded(takesGzip: takesGzip, above: $0)
            }
            mailbox.post(.answer(key, coded ?? response, nil))
            return true
        }
        guard shared.openStream() else {
            let limit = shared.configuration.maxStreams
            var refusal = shared.error(
                .serviceUnavailable, "There are \(limit) streams open; that many are allowed.")
            refusal.headerFields[.retryAfter] = String(shared.configuration.retryAfterSeconds)
            mailbox.post(.answer(key, refusal, nil))
            return true
        }
        let buffer = StreamBuffer(
            key: key, capacity: shared.configuration.streamBuffer, heartbeat: heartbeat, mailbox: mailbox,
            pool: shared.pool)
        mailbox.post(.answer(key, response, buffer))
        produce(ResponseStream(buffer))
        return true
    }

    /// Has the action change the answer that is given to ``respond(_:)``, or take note of it: once, with the first
    /// one, on the thread that answers. What the server answers by itself is not changed.
    package func amend(_ action: @escaping @Sendable (inout Response) -> Void) {
        amendment.withLock { $0 = action }
    }

    /// Answers a request that no handler gets to see.
    func refuse(_ rejection: Rejection) {
        var response = shared.error(rejection.status, rejection.detail)
        if rejection.status == .unsupportedMediaType {
            // RFC 9110, section 12.5.3: what may be sent instead.
            response.headerFields[.acceptEncoding] = "gzip"
        }
        respond(response)
    }

    /// Gives the answer this much time from now on, instead of the route's: for a long poll that the client asked
    /// for.
    package func allow(_ duration: Duration) {
        mailbox.post(.allow(key, duration))
    }

    /// Runs the action, once and on the handler pool, when nobody waits for the answer any more; at once if that is
    /// so already. With an action in place a connection whose client hangs up is closed at once; without one the
    /// server still tries to send the answer.
    package func onCancel(_ action: @escaping @Sendable (CancellationReason) -> Void) {
        if let reason = control.setOnCancel(action) {
            shared.pool.notify { action(reason) }
        }
    }
}
