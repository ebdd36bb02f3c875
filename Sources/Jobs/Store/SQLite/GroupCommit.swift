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
        let value = Mutex<Value?>(nil)
        let failure = Mutex<(any Error)?>(nil)
        return try withoutActuallyEscaping(body) { body in
            let done = DispatchSemaphore(value: 0)
            let own = Waiting(
                part: { database in
                    let result = try body(database)
                    value.withLock { $0 = result }
                },
                finish: { error in
                    failure.withLock { $0 = error }
                    done.signal()
                })
            let isFirst = waiting.withLock { waiting in
                waiting.append(own)
                return waiting.count == 1
            }
            if isFirst { queue.async { self.commit() } }
            done.wait()
            if let error = failure.withLock({ $0 }) { throw error }
            guard let result = value.withLock({ $0 }) else {
                throw DatabaseError(resultCode: .SQLITE_INTERNAL)
            }
            return result
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
