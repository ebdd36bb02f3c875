package import Foundation
internal import GRDB

extension SQLiteJobStore {
    package func answer(
        to request: IdempotentRequest, at time: Date
    ) throws(JobsError) -> IdempotentAnswer? {
        try read("look for an earlier request") { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT digest, resource, answer FROM idempotency_keys
                    WHERE owner = ? AND key = ? AND created_at > ?
                    """)
            let oldest = time.addingTimeInterval(-IdempotentRequest.lifetime).stored
            let row = try Row.fetchOne(statement, arguments: [request.owner ?? "", request.key, oldest])
            guard let row else { return nil }
            guard row["digest"] == request.digest else { throw JobsError.idempotencyKeyReused }
            return IdempotentAnswer(resource: row["resource"], body: row["answer"], isRepeated: true)
        }
    }

    package func forgetKeys(at time: Date) throws(JobsError) {
        try write("forget earlier requests") { try $0.forgetKeys(at: time) }
    }
}

extension Database {
    /// In the transaction of what the request makes, so that neither is there without the other. Keys that are too
    /// old go.
    func remember(_ request: IdempotentRequest, _ answer: IdempotentAnswer, at time: Date) throws {
        try forgetKeys(at: time)
        let insert = try cachedStatement(
            sql: """
                INSERT INTO idempotency_keys (owner, key, digest, resource, answer, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(
            arguments: [
                request.owner ?? "", request.key, request.digest, answer.resource, answer.body, time.stored,
            ])
    }

    func forgetKeys(at time: Date) throws {
        let delete = try cachedStatement(sql: "DELETE FROM idempotency_keys WHERE created_at <= ?")
        try delete.execute(arguments: [time.addingTimeInterval(-IdempotentRequest.lifetime).stored])
    }
}
