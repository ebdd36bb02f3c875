/// The life of one connection as a value: an event in, an action out. It does no I/O and knows no time; `Connection`
/// performs its actions and feeds it.
///
/// ```
/// handshake ↴
/// idle → head ──────→ body ──────→ handling → answering → idle …        → lingering → closed
///          └→ opening → receiving ↗   └──────→ streaming → answering ↗
/// ```
struct ConnectionMachine: Sendable, Equatable {
    enum Phase: Sendable, Equatable {
        /// Of an encrypted connection, before its first request.
        case handshake
        /// Between requests.
        case idle
        case head
        case body
        /// The route is asked whether it takes the body, piece by piece. Nothing is read.
        case opening
        /// The body goes to its sink as it comes.
        case receiving
        /// A handler has the request.
        case handling
        /// A whole answer, or the end of a streamed one, is being written.
        case answering
        case streaming
        /// The answer is out and the own half ended; what still comes is thrown away.
        case lingering
        case closed
    }

    enum Event: Sendable, Equatable {
        case secured
        case handshakeFailed
        /// A byte of a request is there.
        case bytes
        case head(closes: Bool, expectsContinue: Bool)
        /// The head of a request whose body is streamed.
        case streamedHead(closes: Bool)
        /// The route takes the body.
        case accepted(expectsContinue: Bool)
        /// The body is complete.
        case request
        /// The server answers this request itself. `closes`: what follows on the connection cannot be trusted.
        case refused(closes: Bool)
        case answered(streams: Bool)
        /// Answered before the body has come. `closes`: what follows on the connection is that body.
        case answeredEarly(streams: Bool, closes: Bool)
        /// The stream's last bytes are queued.
        case streamEnded
        /// All that was queued is written.
        case drained
        case timeOut
        /// The peer has ended its half of the connection.
        case hangUp
        /// The handler of a request whose client hung up has taken note of it.
        case abandoned
        /// There are no more bytes to read.
        case endOfInput
        /// The connection is broken, or an answer cannot be finished.
        case lost
        case stop
        case cut
    }

    enum Action: Sendable, Equatable {
        case nothing
        case sendContinue
        case dispatch
        /// Ask the route whether it takes the body.
        case open
        /// Tell the sink that the body is whole.
        case finishBody
        /// Answer 408.
        case answerSlowRequest
        /// Answer 503 in place of the handler.
        case answerSlowHandler
        case cancelHandler(CancellationReason)
        case endStream(ResponseStream.CloseReason)
        /// End the own half and wait for the peer to end its.
        case linger
        case close
    }

    private(set) var phase: Phase
    /// Whether the connection ends with the current answer.
    private(set) var closesAfterAnswer = false
    /// Whether the server asked for the end, not the client.
    private(set) var isStopping = false
    private(set) var requests = 0
    private let maxRequests: Int

    init(maxRequests: Int, isEncrypted: Bool = false) {
        self.maxRequests = maxRequests
        phase = isEncrypted ? .handshake : .idle
    }

    mutating func handle(_ event: Event) -> Action {
        if event == .stop { isStopping = true }
        switch (phase, event) {
        case (.closed, _):
            return .nothing
        case (_, .lost), (_, .cut):
            return close()

        case (.handshake, .secured):
            phase = .idle
        case (.handshake, .handshakeFailed):
            // The peer is to see why, so it is waited for.
            phase = .lingering
            return .linger
        case (.handshake, .timeOut), (.handshake, .stop):
            return close()

        case (.idle, .bytes):
            phase = .head
        case (.idle, .timeOut), (.idle, .endOfInput), (.idle, .stop):
            return close()

        case (.head, .head(let closes, let expectsContinue)):
            phase = .body
            count(closes: closes)
            return expectsContinue ? .sendContinue : .nothing
        case (.head, .streamedHead(let closes)):
            phase = .opening
            count(closes: closes)
            return .open
        case (.opening, .accepted(let expectsContinue)):
            phase = .receiving
            return expectsContinue ? .sendContinue : .nothing
        case (.receiving, .request):
            phase = .handling
            return .finishBody
        case (.opening, .answeredEarly(let streams, let closes)),
            (.receiving, .answeredEarly(let streams, let closes)):
            phase = streams ? .streaming : .answering
            if closes { closesAfterAnswer = true }
        case (.opening, .timeOut):
            phase = .answering
            closesAfterAnswer = true
            return .answerSlowHandler
        case (.body, .request):
            phase = .handling
            return .dispatch
        case (.head, .refused(let closes)), (.body, .refused(let closes)), (.idle, .refused(let closes)),
            (.receiving, .refused(let closes)), (.handshake, .refused(let closes)):
            phase = .answering
            if closes { closesAfterAnswer = true }
        case (.head, .timeOut), (.body, .timeOut), (.receiving, .timeOut):
            phase = .answering
            closesAfterAnswer = true
            return .answerSlowRequest
        case (.head, .endOfInput), (.body, .endOfInput), (.receiving, .endOfInput):
            return close()

        case (.handling, .answered(let streams)):
            phase = streams ? .streaming : .answering
        case (.handling, .timeOut):
            phase = .answering
            return .answerSlowHandler
        case (.handling, .hangUp):
            return .cancelHandler(.peerClosed)
        case (.handling, .abandoned):
            return close()
        case (.handling, .stop):
            closesAfterAnswer = true
            return .cancelHandler(.serverStopping)

        case (.streaming, .streamEnded):
            phase = .answering
        case (.streaming, .hangUp), (.streaming, .endOfInput), (.streaming, .timeOut):
            return close()
        case (.streaming, .stop):
            closesAfterAnswer = true
            return .endStream(.serverStopping)

        case (.answering, .drained):
            guard closesAfterAnswer else {
                phase = .idle
                return .nothing
            }
            phase = .lingering
            return .linger
        case (.answering, .timeOut):
            return close()

        case (.lingering, .timeOut), (.lingering, .endOfInput):
            return close()

        case (_, .stop):
            closesAfterAnswer = true
        default:
            break
        }
        return .nothing
    }

    private mutating func count(closes: Bool) {
        requests += 1
        if closes || requests >= maxRequests { closesAfterAnswer = true }
    }

    private mutating func close() -> Action {
        phase = .closed
        return .close
    }
}
