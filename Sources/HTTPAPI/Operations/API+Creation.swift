import HTTP
import HTTPTypes
import Jobs

extension API {
    /// `201` with what `create` made; or, where its owner used the `Idempotency-Key` before, with the
    /// first answer again. - Parameter create: is given the request to remember, where it has a key.
    func created(
        under path: String, _ request: Request, key: IdempotencyKey?, operation: String, owner: String?,
        _ create: (IdempotentRequest?) throws -> IdempotentAnswer
    ) throws -> Response {
        let answer: IdempotentAnswer
        if let key {
            let once = try IdempotentRequest(
                owner: owner, key: key.text, operation: operation, body: request.body)
            answer = try jobs.once(once) { try create(once) }
        } else {
            answer = try create(nil)
        }
        var fields: HTTPFields = [
            .contentType: MediaType.json.text, .location: "\(path)/\(answer.resource)",
        ]
        if answer.isRepeated { fields[named: "Idempotency-Replayed"] = "true" }
        return Response(.created, headerFields: fields, body: .bytes(Array(answer.body.utf8)))
    }
}
