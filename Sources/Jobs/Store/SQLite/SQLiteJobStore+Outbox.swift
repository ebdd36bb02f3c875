package import Foundation
internal import GRDB
internal import Specification

extension SQLiteJobStore {
    package func dueDeliveries(
        at time: Date, except hosts: Set<String>, limit: Int
    ) throws(JobsError) -> [WebhookDelivery] {
        try read("look for webhooks to deliver") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM webhook_deliveries
                    WHERE next_at <= ? AND host NOT IN (\(databaseQuestionMarks(count: hosts.count)))
                    ORDER BY next_at LIMIT ?
                    """,
                arguments: [time.stored] + StatementArguments(hosts.sorted()) + [max(0, limit)])
            return rows.map { row in
                WebhookDelivery(
                    id: row["id"], job: row["job"], url: row["url"], host: row["host"],
                    secret: (row["secret"] as String?).flatMap(WebhookSecret.init), body: row["body"],
                    attempts: row["attempts"])
            }
        }
    }

    package func nextDeliveryTime(after time: Date) throws(JobsError) -> Date? {
        try read("look for webhooks to deliver") { database in
            try Int64.fetchOne(
                database, sql: "SELECT min(next_at) FROM webhook_deliveries WHERE next_at > ?",
                arguments: [time.stored]
            )
            .map { Date(stored: $0) }
        }
    }

    package func countDeliveries() throws(JobsError) -> Int {
        try read("count the webhooks to deliver") { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM webhook_deliveries") ?? 0
        }
    }

    package func settle(delivery id: String, retryAt time: Date?) throws(JobsError) {
        try write("record the delivery of a webhook") { database in
            if let time {
                try database.execute(
                    sql: "UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = ? WHERE id = ?",
                    arguments: [time.stored, id])
            } else {
                try database.execute(sql: "DELETE FROM webhook_deliveries WHERE id = ?", arguments: [id])
            }
        }
    }
}
