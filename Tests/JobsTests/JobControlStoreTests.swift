import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// What a store does when it is asked to pause, resume or retry, in every state.
@Suite struct JobControlStoreTests {
    private static let limits = QueueLimits(total: 100)

    @Test(arguments: StoreKind.allCases) func aPauseIsTakenWhereItMakesSense(_ kind: StoreKind) throws {
        let expected: [JobState: JobState] = [
            .queued: .paused, .starting: .pausing, .running: .pausing, .pausing: .pausing,
        ]
        for state in JobState.allCases {
            let (store, folder) = try kind.open()
            defer { _ = folder }
            let id = try store.job(in: state)
            if let next = expected[state] {
                #expect(try store.pause(id, at: testTime).state == next)
            } else {
                #expect(throws: JobsError.notAllowed(action: "pause", state: state)) {
                    try store.pause(id, at: testTime)
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func onlyAPausedJobIsResumed(_ kind: StoreKind) throws {
        for state in JobState.allCases {
            let (store, folder) = try kind.open()
            defer { _ = folder }
            let id = try store.job(in: state)
            if state == .paused {
                #expect(try store.resume(id, at: testTime, limits: Self.limits).state == .queued)
                #expect(
                    try store.events(id, after: 0, limit: 9).compactMap { $0.data.state }
                        == ["queued", "paused", "queued"])
            } else {
                #expect(throws: JobsError.notAllowed(action: "resume", state: state)) {
                    try store.resume(id, at: testTime, limits: Self.limits)
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func onlyWhatEndedWithoutSuccessIsRetried(_ kind: StoreKind) throws {
        for state in JobState.allCases {
            let (store, folder) = try kind.open()
            defer { _ = folder }
            let id = try store.job(in: state)
            let before = try store.job(id)
            if [.failed, .cancelled, .expired].contains(state) {
                let job = try store.retry(id, as: "job_new", at: testTime, limits: Self.limits)
                #expect(job.state == .queued)
                #expect(job.retryOf == id)
                #expect(try store.job("job_new") == job)
            } else {
                #expect(throws: JobsError.notAllowed(action: "retry", state: state)) {
                    try store.retry(id, as: "job_new", at: testTime, limits: Self.limits)
                }
                #expect(throws: JobsError.unknownJob("job_new")) { try store.job("job_new") }
            }
            #expect(try store.job(id) == before)
        }
    }

    @Test(arguments: StoreKind.allCases) func aPausedJobIsNotClaimed(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try store.submit("job_1")
        _ = try store.pause("job_1", at: testTime)
        #expect(try store.claim(at: testTime) == nil)
        _ = try store.resume("job_1", at: testTime, limits: Self.limits)
        #expect(try store.claim(at: testTime)?.token.job == "job_1")
    }

    @Test(arguments: StoreKind.allCases) func aResumedJobNeedNotWaitForItsNextAttempt(_ kind: StoreKind)
        throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let token = try store.running("job_1")
        let later = testTime.addingTimeInterval(3600)
        _ = try store.record(.lost(reason: "gone", retryAt: later), by: token, at: testTime)
        _ = try store.pause("job_1", at: testTime)
        _ = try store.resume("job_1", at: testTime, limits: Self.limits)
        #expect(try store.claim(at: testTime)?.token.attempt == 2)
    }

    @Test(arguments: StoreKind.allCases) func aResumeCountsAgainstTheQueue(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try store.submit("job_1")
        _ = try store.pause("job_1", at: testTime)
        try store.submit("job_2")
        #expect(throws: JobsError.queueFull(limit: 1)) {
            try store.resume("job_1", at: testTime, limits: QueueLimits(total: 1))
        }
        #expect(try store.job("job_1").state == .paused)
        #expect(try store.version(of: "job_1") == 2)
    }

    @Test(arguments: StoreKind.allCases) func whatIsUnknownCannotBeControlled(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let unknown = JobsError.unknownJob("job_1")
        #expect(throws: unknown) { try store.pause("job_1", at: testTime) }
        #expect(throws: unknown) { try store.resume("job_1", at: testTime, limits: Self.limits) }
        #expect(throws: unknown) {
            try store.retry("job_1", as: "job_2", at: testTime, limits: Self.limits)
        }
    }
}

extension JSONValue {
    fileprivate var state: String? {
        if case .object(let members) = self { members["state"]?.stringValue } else { nil }
    }
}
