internal import Foundation
internal import GRDB
internal import Specification

/// The one attempt of a job that may write, inside one transaction.
struct LiveAttempt {
    let token: AttemptToken
    let sequence: Int64
    let state: JobState
    let losses: Int
    let maxAttempts: Int
    private let database: Database

    /// - Throws: `.staleAttempt` when the token's attempt is not the live one.
    init(_ token: AttemptToken, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, state, losses, max_attempts FROM jobs
                JOIN attempts ON attempts.job = sequence AND number = attempt AND ended_at IS NULL
                WHERE id = ? AND attempt = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [token.job, token.attempt]) else {
            throw JobsError.staleAttempt(job: token.job, attempt: token.attempt)
        }
        self.token = token
        self.database = database
        sequence = row["sequence"]
        state = try Database.state(row["state"])
        losses = row["losses"]
        maxAttempts = row["max_attempts"]
    }

    func started(resumedFromEpoch epoch: Int?, at time: Date) throws -> AttemptReceipt {
        try database.execute(
            sql: "UPDATE attempts SET resumed_from_epoch = ? WHERE job = ? AND number = ?",
            arguments: [epoch, sequence, token.attempt])
        let change = try database.change(.start, job: token.job, attempt: token.attempt, at: time)
        let event = StateEvent(
            state: change?.state ?? state, attempt: token.attempt, resumedFromEpoch: epoch)
        try database.append(event, to: sequence, at: time)
        return AttemptReceipt(state: event.state)
    }

    func epoch(_ record: EpochRecord, at time: Date) throws -> AttemptReceipt {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO epochs (job, epoch, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        let json = try Database.json(record)
        try insert.execute(arguments: [sequence, record.epoch, json])
        guard database.changesCount == 1 else { return AttemptReceipt(state: state, isNews: false) }
        try database.execute(
            sql: "UPDATE jobs SET epoch = max(epoch, ?) WHERE sequence = ?",
            arguments: [record.epoch, sequence])
        try database.append(.epoch, json: json, to: sequence, at: time)
        return AttemptReceipt(state: state)
    }

    func log(_ message: String, from source: LogSource, at time: Date) throws -> AttemptReceipt {
        let event = LogEvent(attempt: token.attempt, message: message, source: source)
        try database.append(.log, event, to: sequence, at: time)
        return AttemptReceipt(state: state)
    }

    func checkpoint(
        _ file: Artifact, epoch: Int?, replaced: [String], at time: Date
    ) throws -> AttemptReceipt {
        for name in replaced where name != file.name {
            try database.execute(
                sql: "DELETE FROM artifacts WHERE job = ? AND name = ? AND kind = 'checkpoint'",
                arguments: [sequence, name])
        }
        try publish(file)
        try database.append(.checkpoint, FileEvent(artifact: file, epoch: epoch), to: sequence, at: time)
        return AttemptReceipt(state: state)
    }

    func finished(_ result: JobResult, _ files: [Artifact], at time: Date) throws -> AttemptReceipt {
        for file in files {
            try publish(file)
            try database.append(.artifact, FileEvent(artifact: file), to: sequence, at: time)
        }
        return try end(.succeed, outcome: .succeeded, at: time, result: result)
    }

    func stopped(_ reason: String, at time: Date) throws -> AttemptReceipt {
        try end(.release, outcome: .paused, reason: reason, at: time, backOff: (false, time))
    }

    func failed(_ failure: JobFailure, at time: Date) throws -> AttemptReceipt {
        try end(.fail, outcome: .failed, reason: failure.detail, at: time, error: failure)
    }

    func lost(_ reason: String, retryAt: Date, at time: Date) throws -> AttemptReceipt {
        guard losses + 1 >= maxAttempts else {
            return try end(.release, outcome: .lost, reason: reason, at: time, backOff: (true, retryAt))
        }
        let lost =
            maxAttempts == 1
            ? "The one attempt was lost: " : "All \(maxAttempts) attempts were lost, the last: "
        return try end(
            .fail, outcome: .lost, reason: reason, at: time,
            error: JobFailure(kind: .infrastructure, detail: lost + reason), backOff: (true, time))
    }

    /// The service that ran the attempt is dead, or its machine. That does not count as a loss: it takes down every job
    /// that runs, and none of them need be at fault.
    func abandoned(_ reason: String, at time: Date) throws -> AttemptReceipt {
        try end(.release, outcome: .lost, reason: reason, at: time, backOff: (false, time))
    }

    /// Ends attempt and state together. Whoever asked for a cancel sees the attempt `cancelled`.
    private func end(
        _ transition: JobTransition, outcome: JobAttempt.Outcome, reason: String? = nil, at time: Date,
        result: JobResult? = nil, error: JobFailure? = nil, backOff: (isLoss: Bool, until: Date)? = nil
    ) throws -> AttemptReceipt {
        let change = try database.change(
            transition, job: token.job, attempt: token.attempt, at: time, result: result, error: error,
            backOff: backOff)
        guard let change else { throw JobsError.notAllowed(action: transition.rawValue, state: state) }
        let outcome = change.state == .cancelled ? .cancelled : outcome
        try database.endAttempt(change, outcome: outcome, reason: reason, at: time)
        let event = StateEvent(
            state: change.state, attempt: token.attempt, reason: reason,
            retryAt: change.state == .queued && backOff?.isLoss == true ? backOff?.until : nil,
            result: change.state == .succeeded ? result : nil, error: change.state == .failed ? error : nil)
        try database.append(event, to: sequence, at: time)
        return AttemptReceipt(state: change.state, outcome: outcome)
    }

    private func publish(_ file: Artifact) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO artifacts (job, name, kind, size, media_type, sha256, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                sequence, file.name, file.kind.rawValue, file.size, file.mediaType, file.sha256,
                file.createdAt.stored,
            ])
    }
}
