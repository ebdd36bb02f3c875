internal import Foundation
internal import GRDB
internal import Specification

extension SQLiteJobStore {
    package func liveAttempts() throws(JobsError) -> [AttemptToken] {
        try read("look for attempts that were left") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, number FROM attempts JOIN jobs ON sequence = job AND number = attempt
                    WHERE ended_at IS NULL ORDER BY id
                    """
            ).map { AttemptToken(job: $0["id"], attempt: $0["number"]) }
        }
    }

    package func keptFiles(_ id: String) throws(JobsError) -> Set<String>? {
        try read("list the files of a job") { database in
            let statement = try database.cachedStatement(
                sql: "SELECT state, name FROM jobs LEFT JOIN artifacts ON job = sequence WHERE id = ?")
            let rows = try Row.fetchAll(statement, arguments: [id])
            guard let first = rows.first else { throw JobsError.unknownJob(id) }
            guard try Database.state(first["state"]).isTerminal else { return nil }
            return Set(rows.compactMap { $0["name"] as String? })
        }
    }

    package func checkWritable() throws(JobsError) {
        guard isFailing else { return }
        try write("be written to") { database in
            // Writes the page that it stands on, whatever stood there.
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            try database.execute(sql: "PRAGMA user_version = \(version)")
        }
    }
}
