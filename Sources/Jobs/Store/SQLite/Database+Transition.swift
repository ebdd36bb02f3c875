internal import Foundation
internal import GRDB
internal import Specification

extension Database {
    /// What a guarded statement changed.
    struct Change {
        var sequence: Int64
        var id: String
        var attempt: Int
        var state: JobState
    }

    /// Changes the state of one job in one statement that checks its source state, and its live attempt where a
    /// token is given.
    /// - Parameter backOff: whether this attempt counts as lost, and when the job may be claimed again.
    /// - Returns: nil when no job is in a state that `transition` changes.
    func change(
        _ transition: JobTransition, job id: String, attempt: Int? = nil, at time: Date,
        result: JobResult? = nil, error: JobFailure? = nil, backOff: (isLoss: Bool, until: Date)? = nil
    ) throws -> Change? {
        let targets = JobState.allCases.compactMap { source in
            JobStateMachine.next(source, transition).flatMap { $0 == source ? nil : (source, $0) }
        }
        func cases(_ value: (JobState) -> String, otherwise: String) -> String {
            "CASE state " + targets.map { "WHEN '\($0.rawValue)' THEN \(value($1))" }.joined(separator: " ")
                + " ELSE \(otherwise) END"
        }
        let statement = try cachedStatement(
            sql: """
                UPDATE jobs SET
                    state = \(cases({ "'\($0.rawValue)'" }, otherwise: "state")),
                    finished_at = \(cases({ $0.isTerminal ? ":now" : "NULL" }, otherwise: "finished_at")),
                    result = \(cases({ $0 == .succeeded ? ":result" : "NULL" }, otherwise: "result")),
                    error = \(cases({ $0 == .failed ? ":error" : "NULL" }, otherwise: "error")),
                    losses = losses + :losses,
                    available_at = coalesce(:until, available_at)
                WHERE id = :id AND attempt = coalesce(:attempt, attempt)
                    AND state IN (\(targets.map { "'\($0.0.rawValue)'" }.joined(separator: ", ")))
                RETURNING sequence, id, attempt, state
                """)
        let row = try Row.fetchOne(
            statement,
            arguments: [
                "now": time.stored, "result": try result.map(Self.json), "error": try error.map(Self.json),
                "losses": backOff?.isLoss == true ? 1 : 0, "until": backOff?.until.stored, "id": id,
                "attempt": attempt,
            ])
        return try row.map {
            Change(
                sequence: $0["sequence"], id: $0["id"], attempt: $0["attempt"],
                state: try Self.state($0["state"]))
        }
    }

    /// Appends one event and makes its id the job's version.
    func append(_ type: JobEvent.Kind, _ data: some Encodable, to sequence: Int64, at time: Date) throws {
        try append(type, json: Self.json(data), to: sequence, at: time)
    }

    func append(_ type: JobEvent.Kind, json: String, to sequence: Int64, at time: Date) throws {
        let increment = try cachedStatement(
            sql: "UPDATE jobs SET last_event = last_event + 1 WHERE sequence = ? RETURNING last_event")
        let id = try Int.fetchOne(increment, arguments: [sequence])
        let insert = try cachedStatement(
            sql: "INSERT INTO events (job, id, type, time, data) VALUES (?, ?, ?, ?, ?)")
        try insert.execute(arguments: [sequence, id, type.rawValue, time.stored, json])
    }

    /// Tells of a change of state, and of the end where it is one.
    func append(_ event: StateEvent, to sequence: Int64, at time: Date) throws {
        try append(.state, event, to: sequence, at: time)
        guard event.state.isTerminal else { return }
        try append(.end, event, to: sequence, at: time)
        try post(event, of: sequence, at: time)
    }

    func endAttempt(
        _ change: Change, outcome: JobAttempt.Outcome, reason: String?, at time: Date
    ) throws {
        let statement = try cachedStatement(
            sql: "UPDATE attempts SET ended_at = ?, outcome = ?, reason = ? WHERE job = ? AND number = ?")
        try statement.execute(
            arguments: [time.stored, outcome.rawValue, reason, change.sequence, change.attempt])
    }

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        try JSONCoding.decode(type, from: Data(json.utf8))
    }

    static func state(_ text: String) throws -> JobState {
        guard let state = JobState(rawValue: text) else {
            throw JobsError.storage(action: "read a job", reason: "its state '\(text)' is unknown")
        }
        return state
    }
}
