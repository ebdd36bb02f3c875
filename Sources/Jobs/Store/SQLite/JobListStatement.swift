internal import GRDB
internal import Specification

/// The SQL of a list of jobs: along an index in the order of the ids, so that a page costs the same whatever the
/// number of jobs.
struct JobListStatement {
    let sql: String
    let arguments: StatementArguments

    /// So many jobs are quickly looked through.
    static let few = 2000

    /// - Parameters: columns: of `jobs`; hasFewOfState: whether at most ``few`` jobs are in the states that are asked for.
    init(_ query: JobQuery, columns: String, hasFewOfState: Bool = false) {
        var conditions = ["true"]
        var arguments: StatementArguments = []
        func add(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        var metadata = query.metadata.sorted { $0.key < $1.key }[...]
        var table = "jobs"
        var driver = "jobs"
        if !hasFewOfState, let first = metadata.popFirst() {
            // The order of a CROSS JOIN is kept: the matching jobs by id, then the rest of each.
            table = "job_metadata AS driver CROSS JOIN jobs ON jobs.id = driver.id"
            driver = "driver"
            add("driver.key = ? AND driver.value = ?", [first.key, first.value])
        }
        if let owner = query.owner { add("\(driver).owner = ?", [owner]) }
        if !query.states.isEmpty {
            add(
                "jobs.state IN (\(databaseQuestionMarks(count: query.states.count)))",
                StatementArguments(query.states.map(\.rawValue).sorted()))
        }
        if let task = query.task { add("jobs.task = ?", [task.rawValue]) }
        if let after = query.after { add("\(driver).id < ?", [after]) }
        for (key, value) in metadata {
            add(
                "EXISTS (SELECT 1 FROM job_metadata AS other "
                    + "WHERE other.key = ? AND other.value = ? AND other.id = jobs.id)", [key, value])
        }
        sql =
            "SELECT \(columns) FROM \(table) WHERE \(conditions.joined(separator: " AND ")) "
            + "ORDER BY \(driver).id DESC LIMIT ?"
        self.arguments = arguments + [max(0, query.limit) + 1]
    }

    /// Whether few jobs are in one of the states.
    static func hasFew(_ states: Set<JobState>, in database: Database) throws -> Bool {
        let count = try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM (SELECT 1 FROM jobs
                WHERE state IN (\(databaseQuestionMarks(count: states.count))) LIMIT ?)
                """,
            arguments: StatementArguments(states.map(\.rawValue).sorted()) + [few + 1])
        return count.map { $0 <= few } ?? false
    }
}
