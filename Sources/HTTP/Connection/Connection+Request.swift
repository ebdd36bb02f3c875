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
            return false
        case .head(let head):
            receive(head)
        case .end(let body):
            exchange?.request?.body = body
            transition(.request)
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
            let limit = route.bodyLimit ?? configuration.limits.body
            parser.bodyLimit = limit
            // A body that is too large is refused before it is asked for.
            var fits = true
            if case .length(let length) = head.framing { fits = length <= limit }
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

    // MARK: Handlers

    func dispatch() {
        guard let request = exchange?.request, let route = exchange?.route, let number = exchange?.number
        else {
            transition(.lost)
            return
        }
        let control = ExchangeControl()
        exchange?.control = control
        exchange?.request = nil
        let responder = Responder(
            key: ExchangeKey(connection: token, number: number), method: request.method,
            operationID: route.operationID, takesGzip: AcceptEncoding.takesGzip(request.headerFields),
            control: control, mailbox: loop.mailbox, shared: loop.shared)
        let limits = configuration.limits
        if loop.shared.pool.submit({ route.run(request, responder, limits) }) {
            if isHungUp { transition(.hangUp) }
            return
        }
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

    func cancelHandler(_ reason: CancellationReason) {
        guard let action = exchange?.control?.cancel(reason) else { return }
        loop.shared.pool.notify { action(reason) }
        if reason == .peerClosed { transition(.abandoned) }
    }

    func allow(_ number: Int, _ duration: Duration) {
        guard exchange?.number == number, machine.phase == .handling else { return }
        handlerAllowance = duration
        arm()
    }

    private func unavailable(_ detail: String) -> Response {
        var response = loop.shared.error(.serviceUnavailable, detail)
        response.headerFields[.retryAfter] = String(configuration.retryAfterSeconds)
        return response
    }
}
