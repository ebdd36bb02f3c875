import Foundation
package import HTTP
import HTTPTypes
import Jobs

extension API {
    /// The API as whoever sent the request may use it for this operation. Every answer from here on tells how many
    /// requests may follow, and every write is in the audit log.
    /// - Throws: 401, 403, 429, and 404 for what is another's.
    func admitting(_ request: Request, to operation: Operation, _ responder: Responder) throws -> API {
        guard let scope = operation.access.scope else { return self }
        let caller = try loggingRefusal(of: request, operation.id) { try access.caller($0, peer: $1) }
        let fields = try access.count(caller)
        responder.amend { complete(&$0, of: request, to: operation, by: caller, fields) }
        guard caller.scope >= scope else {
            throw Problem.forbidden(operation, needs: scope, has: caller.scope)
        }
        var api = self
        api.caller = caller
        try api.requireOwn(operation, request)
        return api
    }

    /// What is answered in place of a body that its sender may not send, before it is read. Whose token has another
    /// scope is counted and recorded as ever; all others are where the whole request is.
    package func refuseBody(_ request: Request, _ operationID: String) -> Response? {
        guard let operation = Operation.all.first(where: { $0.id == operationID }),
            let scope = operation.access.scope
        else { return nil }
        do {
            let token = try loggingRefusal(of: request, operationID) { try access.token($0, peer: $1) }
            guard let token, token.scope < scope else { return nil }
            let caller = access.caller(with: token)
            let fields = try access.count(caller)
            var refusal = response(
                to: Problem.forbidden(operation, needs: scope, has: token.scope), request)
            complete(&refusal, of: request, to: operation, by: caller, fields)
            return refusal
        } catch {
            return response(to: error, request)
        }
    }

    /// What every answer to a caller has: how many requests may follow, and, for a write, its line in the audit log.
    private func complete(
        _ response: inout Response, of request: Request, to operation: Operation, by caller: Caller,
        _ fields: HTTPFields
    ) {
        for field in fields { response.headerFields[field.name] = field.value }
        if operation.isWrite { record(request, operation, caller, response) }
    }

    /// Refusals are logged, as many of an address as it may have; beyond that they are only counted.
    private func loggingRefusal<Found>(
        of request: Request, _ operationID: String, _ look: (HTTPFields, PeerAddress) throws -> Found
    ) throws -> Found {
        do {
            return try look(request.headerFields, request.peer)
        } catch let problem as Problem {
            if problem.kind == .unauthorized {
                logger.notice("\(operationID) from \(request.peer) is refused: \(problem.detail)")
            }
            throw problem
        }
    }

    /// Another's job is refused as one that is not there: in the same words, and after the same one look.
    private func requireOwn(_ operation: Operation, _ request: Request) throws(JobsError) {
        guard let owner = caller.sees, let id = request.parameters["id"] else { return }
        switch operation.subject {
        case .job: guard try jobs.owner(ofJob: id) == owner else { throw .unknownJob(id) }
        case .comparison:
            guard try jobs.owner(ofComparison: id) == owner else { throw .unknownComparison(id) }
        case .upload: guard try jobs.uploads.upload(id).owner == owner else { throw .unknownUpload(id) }
        case nil: break
        }
    }

    private func record(
        _ request: Request, _ operation: Operation, _ caller: Caller, _ response: Response
    ) {
        // What was made has its id in the answer alone.
        let made = response.headerFields[.location].flatMap { $0.split(separator: "/").last }.map(String.init)
        let named = request.parameters["id"] ?? request.parameters["name"]
        do {
            try audit.record(
                AuditEntry(
                    time: Date(), token: caller.token, peer: request.peer.description,
                    operation: operation.id, object: (made ?? named).map { String($0.prefix(128)) },
                    status: response.status.code))
        } catch {
            access.countAuditFailure()
            logger.error("\(error)")
        }
    }
}
