import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// A disk with little space, and a store that cannot be written to.
@Suite struct DiskSpaceTests {
    @Test func withoutSpaceNothingIsTaken() throws {
        let test = try TestService(configure: { $0.minimumFreeSpace = .max })
        let error = try #require(throws: JobsError.self) { try test.submit() }
        guard case .storageFull("take new work", let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.hasSuffix(" MiB are free, and \(Int.max >> 20) must be"))
        #expect(test.service.obstacle == error.description)
        #expect(try test.service.jobs(JobQuery()).jobs == [])
    }

    @Test func anAttemptThatAFullDiskEndsDoesNotCount() throws {
        func end(_ test: TestService) -> AttemptEnd {
            Slot(number: 1, context: test.service.context) { _ in }.excused(.lost(reason: "No space left."))
        }
        #expect(
            end(try TestService(configure: { $0.minimumFreeSpace = .max }))
                == .stopped(
                    reason: "No space left. The disk is too full; the job goes on when there is space."))
        #expect(end(try TestService()) == .lost(reason: "No space left."))
    }

    @Test func aFullDatabaseIsSaidAsFull() throws {
        let folder = TestFolder()
        let store = try SQLiteJobStore(path: folder.path + "/jobs.sqlite")
        try store.database.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let error = #expect(throws: JobsError.self) {
            for number in 0..<1000 { try store.submit("job_\(number)") }
        }
        #expect(error == .storageFull(action: "store a job", reason: "database or disk is full"))
    }

    @Test func aStoreThatFailedIsReadyOnceAWriteSucceeds() throws {
        let folder = TestFolder()
        let test = try TestService(in: folder)
        #expect(test.service.obstacle == nil)
        func allow(_ writes: Bool) throws {
            try test.store.database.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA query_only = \(writes ? "OFF" : "ON")")
            }
        }
        try allow(false)
        #expect(throws: JobsError.self) { try test.submit() }
        #expect(
            test.service.obstacle
                == "The job store could not be written to: attempt to write a readonly database.")
        try allow(true)
        #expect(test.service.obstacle == nil)
        #expect(try test.submit().state == .queued)
    }
}
