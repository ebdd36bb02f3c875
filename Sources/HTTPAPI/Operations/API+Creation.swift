import Foundation
import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    /// `201` with what is made of the body; or, where its owner used the `Idempotency-Key` before, with the first answer
    /// again. `validate_only` shows what the body asks for, and nothing is made.
    /// - Parameters: place: where what is made will be; read: the body, as ``readBody(_:_:)`` takes it; plan: what
    ///   `validate_only` shows; make: is given the request to remember, where it has a key.
    func create<Wanted, Plan: Encodable>(
        at place: String, _ request: Request, operation: String, read: (Data, Catalogue) throws -> Wanted,
        plan: (Wanted) throws -> Plan, make: (Wanted, IdempotentRequest?) throws -> IdempotentAnswer
    ) throws -> Response {
        var query = QueryReader(request)
        let validatesOnly = query.flag("validate_only", default: false)
        try query.finish()
        let key = try IdempotencyKey(request)
        if validatesOnly { return try .json(try plan(try readBody(request, read))) }
        let answer = try once(request, key, operation: operation) { remembered in
            let wanted = try readBody(request, read)
            try requireReadiness()
            return try make(wanted, remembered)
        }
        var fields: HTTPFields = [
            .contentType: MediaType.json.text, .location: "\(place)/\(answer.resource)",
        ]
        if answer.isRepeated { fields[named: "Idempotency-Replayed"] = "true" }
        return Response(.created, headerFields: fields, body: .bytes(Array(answer.body.utf8)))
    }

    private func once(
        _ request: Request, _ key: IdempotencyKey?, operation: String,
        _ work: (IdempotentRequest?) throws -> IdempotentAnswer
    ) throws -> IdempotentAnswer {
        guard let key else { return try work(nil) }
        let once = try IdempotentRequest(
            owner: caller.owner, key: key.text, operation: operation, body: request.body)
        return try jobs.once(once) { try work(once) }
    }
}
