internal import Dispatch
internal import GRDB
internal import Synchronization

/// One writer for many callers: what waits while a transaction is under way is committed together by the next one,
/// each caller's part in a savepoint of its own. So a burst of submissions costs few flushes to stable storage.
final class GroupCommit: Sendable {
    private typealias Part = @Sendable (Database) throws -> Void

    private struct Waiting: Sendable {
        let part: Part
        /// Called once the whole transaction is on stable storage, or has failed.
        let finish: @Sendable ((any Error)?) -> Void
    }

    private let writer: any DatabaseWriter
    private let queue = DispatchQueue(label: "l2t.jobs.commit")
    private let waiting = Mutex<[Waiting]>([])

    init(writer: any DatabaseWriter) {
        self.writer = writer
    }

    /// Runs `body` in a transaction and returns when it is committed; a throwing body has changed nothing.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) throws -> Value {
        let outcome = Outcome<Value>()
        let own = Waiting(
            part: { outcome.value = try body($0) },
            finish: { outcome.finish($0) })
        let isFirst = waiting.withLock { waiting in
            waiting.append(own)
            return waiting.count == 1
        }
        if isFirst { queue.async { self.commit() } }
        return try outcome.wait()
    }

    /// Passes from the caller to the writer and back, one at a time, as the semaphore orders.
    private final class Outcome<Value: Sendable>: @unchecked Sendable {
        var value: Value?
        private var failure: (any Error)?
        private let done = DispatchSemaphore(value: 0)

        func finish(_ error: (any Error)?) {
            failure = error
            done.signal()
        }

        func wait() throws -> Value {
            done.wait()
            if let failure { throw failure }
            guard let value else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
            return value
        }
    }

    private func commit() {
        let batch = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        do {
            let failures = try writer.write { database in
                try batch.map { waiting in try self.run(waiting.part, in: database) }
            }
            for (waiting, failure) in zip(batch, failures) { waiting.finish(failure) }
        } catch {
            for waiting in batch { waiting.finish(error) }
        }
    }

    /// - Returns: why the part was rolled back; nil when it was not.
    /// - Throws: what ended the whole transaction, as a full disk does.
    private func run(_ part: Part, in database: Database) throws -> (any Error)? {
        do {
            try database.inSavepoint {
                try part(database)
                return .commit
            }
            return nil
        } catch {
            guard database.isInsideTransaction else { throw error }
            return error
        }
    }
}
