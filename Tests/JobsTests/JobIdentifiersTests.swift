import Foundation
import Testing

@testable import Jobs

@Suite struct JobIdentifiersTests {
    @Test func idsAreULIDs() {
        // The largest time of the specification's own table, and no randomness.
        let identifiers = JobIdentifiers { 0 }
        #expect(
            identifiers.next(at: Date(timeIntervalSince1970: 1_469_918_176.385))
                == "job_01ARYZ6S410000000000000000")
    }

    @Test func anotherKindHasItsOwnPrefixAndTheSameCount() {
        let identifiers = JobIdentifiers { 0 }
        let time = Date(timeIntervalSince1970: 1_469_918_176.385)
        #expect(identifiers.next(at: time, kind: "cmp") == "cmp_01ARYZ6S410000000000000000")
        #expect(identifiers.next(at: time) == "job_01ARYZ6S410000000000000001")
    }

    @Test func eachIdIsAboveTheOneBefore() {
        let identifiers = JobIdentifiers { .max }
        // Within one millisecond, then back in time, then on.
        let offsets = [0.0, 0, 0, -5, -5, 0.001, 0.0004, 1]
        let ids = offsets.map { identifiers.next(at: testTime.addingTimeInterval($0)) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.count == 30 })
    }
}
