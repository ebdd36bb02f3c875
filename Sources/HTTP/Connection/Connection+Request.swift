import HTTPTypes

extension Connection {
    /// Takes the next step in the bytes that have come; `false` if they are not enough.
    func parse() -> Bool {
        if machine.phase == .idle {
            guard parser.bufferedCount > 0 else { return false }
            transition(.bytes)
        }
        switch parser.next() {
        case .needMore:
            // Refused, it has an answer to be written.
            return !holdBody(parser.bodyCount)
        case .head(let head):
            receive(head)
        case .end(let body):
            guard holdBody(body.count) else { return true }
            exchange?.request?.body = body
            transition(.request)
        case .piece(let piece):
            exchange?.channel?.append(piece)
        case .rejected(let rejection):
            configuration.onEvent?(.requestRejected(peer: peer, rejection))
            refuse(rejection.status, rejection.detail, closes: true)
        }
        return true
    }

    private func receive(_ head: RequestHead) {
        beginExchange(head.method)
        switch resolve(head) {
        case .success((let route, let request)):
            exchange?.route = route
            exchange?.request = request
            exchange?.hasBody = head.hasBody
            exchange?.expectsContinue = head.expectsContinue && head.hasBody
            let limit = route.bodyLimit ?? configuration.limits.body
            parser.bodyLimit = limit
            // A body that is too large is refused before it is asked for.
            var fits = true
            if case .length(let length) = head.framing { fits = length <= limit }
            if case .streamed = route.body {
                receive(head, streamed: limit, fits: fits)
                return
            }
            let waits = head.expectsContinue && head.hasBody && fits && !parser.hasBodyBytes
            transition(.head(closes: head.closes, expectsContinue: waits))
        case .failure(let refusal):
            // What follows is a body that nobody reads, or the next request.
            transition(.head(closes: head.closes || head.hasBody, expectsContinue: false))
            if !head.hasBody { _ = parser.next() }
            transition(.refused(closes: false))
            send(refusal.response)
        }
    }

    private func receive(_ head: RequestHead, streamed limit: Int, fits: Bool) {
        guard fits else {
            refuse(
                .contentTooLarge, "The body is larger than \(limit) bytes; that many are allowed.",
                closes: true)
            return
        }
        parser.streamsBody = true
        transition(.streamedHead(closes: head.closes))
    }

    private struct Refusal: Error {
        let response: Response
    }

    private func resolve(_ head: RequestHead) -> Result<(Route, Request), Refusal> {
        let shared = loop.shared
        if head.target == "*" {
            return .failure(Refusal(response: allow(.noContent, shared.router.allMethods)))
        }
        let target: RequestTarget
        do {
            target = try RequestTarget(head.target)
        } catch {
            return .failure(Refusal(response: shared.error(error.status, error.detail)))
        }
        switch shared.router.match(head.method, target.segments) {
        case .route(let route, let parameters):
            let request = Request(
                method: head.method, path: target.path, segments: target.segments, query: target.query,
                parameters: parameters, headerFields: head.headerFields, peer: peer)
            if mayBeLarge(head), let refusal = configuration.refuseBody?(request, route.operationID) {
                return .failure(Refusal(response: refusal))
            }
            return .success((route, request))
        case .options(let methods):
            return .failure(Refusal(response: allow(.noContent, methods)))
        case .methodNotAllowed(let methods):
            return .failure(Refusal(response: allow(.methodNotAllowed, methods, found: head.method)))
        case .notFound:
            return .failure(
                Refusal(response: shared.error(.notFound, "There is nothing at '\(target.path)'.")))
        }
    }

    private func mayBeLarge(_ head: RequestHead) -> Bool {
        if case .length(let length) = head.framing { return length > configuration.smallBody }
        return head.hasBody
    }

    private func allow(
        _ status: HTTPResponse.Status, _ methods: [HTTPRequest.Method], found: HTTPRequest.Method? = nil
    ) -> Response {
        let names = methods.map(\.rawValue).joined(separator: ", ")
        var response = Response(status)
        if let found {
            response = loop.shared.error(status, "\(found.rawValue) is not allowed here; \(names) are.")
        }
        response.headerFields[.allow] = names
        return response
    }

    // MARK: Memory

    /// Counts what has come of the body; where the server would hold too much, refuses the request and returns false.
    private func holdBody(_ count: Int) -> Bool {
        guard count > configuration.smallBody else { return true }
        let reservation = exchange?.request?.reservation ?? BodyReservation(loop.shared)
        exchange?.request?.reservation = reservation
        if reservation.grow(to: count) { return true }
        // What has come is given back at once.
        parser = RequestParser(limits: parser.limits)
        exchange?.request = nil
        let detail =
            "The bodies of all requests have more than \(configuration.bodyMemory) bytes together; that many are "
            + "allowed."
        configuration.onEvent?(.requestRejected(peer: peer, Rejection(.serviceUnavailable, detail)))
        transition(.refused(closes: true))
        send(unavailable(detail))
        return false
    }

    // MARK: Handlers

    func dispatch() {
        guard let request = exchange?.request, let route = exchange?.route,
            case .whole(let handler) = route.body
        else {
            transition(.lost)
            return
        }
        let bodyLimit = route.bodyLimit ?? configuration.limits.body
        let growth = configuration.limits.growth
        dispatch(request, route) { _, responder in
            do throws(Rejection) {
                handler(try request.decoded(limit: bodyLimit, growth: growth), responder)
            } catch {
                responder.refuse(error)
            }
        }
        if isHungUp { transition(.hangUp) }
    }

    /// Runs the work on the handler pool, with the way back from it.
    func dispatch(
        _ request: Request, _ route: Route, _ work: @escaping @Sendable (ExchangeKey, Responder) -> Void
    ) {
        guard let number = exchange?.number else { return }
        let control = ExchangeControl()
        let key = ExchangeKey(connection: token, number: number)
        exchange?.control = control
        exchange?.request = nil
        let responder = Responder(
            key: key, method: request.method, operationID: route.operationID,
            takesGzip: AcceptEncoding.takesGzip(request.headerFields), control: control,
            mailbox: loop.mailbox, shared: loop.shared)
        if loop.shared.pool.submit({ work(key, responder) }) { return }
        _ = control.claimAnswer()
        configuration.onEvent?(.handlerQueueFull(operationID: route.operationID))
        let detail = "There are \(configuration.handlerQueue) requests waiting; that many are allowed."
        _ = answer(number, unavailable(detail), nil, advances: false)
    }

    func answerInPlaceOfHandler() {
        let allowed = handlerAllowance ?? exchange?.route?.timeout ?? configuration.handlerTimeout
        if let name = exchange?.route?.operationID {
            configuration.onEvent?(.handlerTimedOut(operationID: name))
        }
        cancelHandler(.timedOut)
        _ = exchange?.control?.claimAnswer()
        send(unavailable("The operation took too long; \(allowed) are allowed."))
    }

    func answerSlowRequest() {
        var detail = "The request took too long to come; \(configuration.headTimeout) are allowed."
        if exchange?.channel != nil {
            detail =
                "The body came at less than \(configuration.minimumBodyRate) bytes a second over "
                + "\(configuration.bodyRateWindow); at least that many are needed."
            exchange?.channel?.cancel(.timedOut)
            _ = exchange?.control?.claimAnswer()
        } else if exchange != nil {
            detail = "The request took too long to come; \(configuration.bodyTimeout) are allowed."
        }
        send(loop.shared.error(.requestTimeout, detail))
    }

    /// The whole body is with its sink.
    func finishBody() {
        exchange?.request = nil
        exchange?.channel?.finish()
        if isHungUp { transition(.hangUp) }
    }

    func cancelHandler(_ reason: CancellationReason) {
        guard let action = exchange?.control?.cancel(reason) else { return }
        loop.shared.pool.notify { action(reason) }
        if reason == .peerClosed { transition(.abandoned) }
    }

    func allow(_ number: Int, _ duration: Duration) {
        guard exchange?.number == number else { return }
        handlerAllowance = duration
        if machine.phase == .handling { arm() }
    }

    private func unavailable(_ detail: String) -> Response {
        var response = loop.shared.error(.serviceUnavailable, detail)
        response.headerFields[.retryAfter] = String(configuration.retryAfterSeconds)
        return response
    }
}
