import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Teachers that have names, and jobs that start from them.
@Suite(.serialized) struct SavedTeacherTests {
    /// A finished job with a teacher.
    private func trained(_ test: TestService) async throws -> Job {
        try await test.end(of: test.submit(["teacher": "1"]))
    }

    private func specification(
        from: String, _ metadata: [String: String] = [:]
    ) throws -> JobSpecification {
        var specification = try JobSpecification.make(metadata: metadata)
        specification.teaching.teacher.from = from
        return specification
    }

    private func logs(_ test: TestService, _ job: Job) throws -> [String] {
        try test.service.events(job.id, kinds: [.log], after: 0, limit: 100).map { "\($0.data)" }
    }

    @Test func aTeacherOutlivesItsJobAndItsService() async throws {
        let folder = TestFolder()
        var saved: SavedTeacher?
        try await TestService(in: folder).run { test in
            let job = try await trained(test)
            let teacher = try test.service.saveTeacher("good", of: job.id, owner: "ann")
            #expect(teacher.job == job.id && teacher.owner == "ann" && teacher.hidden == 64)
            #expect(teacher.metrics == ["brier", "cross_entropy", "focal"])
            #expect(teacher.student == "resnet8" && teacher.dataset == "optdigits")
            try test.service.delete(job.id)
            #expect(try test.service.teacher("good") == teacher)
            saved = teacher
            test.releaseStateDirectory()
        }
        try await TestService(in: folder).run { test in
            let teacher = try #require(saved)
            #expect(try test.service.teachers() == [teacher])
            let text = try String(contentsOfFile: test.service.teacherPath("good"), encoding: .utf8)
            #expect(text == "teacher of \(teacher.job)")
            try test.service.deleteTeacher("good")
            #expect(try test.service.teachers().isEmpty)
            #expect(throws: JobsError.unknownTeacher("good")) { try test.service.teacher("good") }
            #expect(throws: JobsError.unknownTeacher("good")) { try test.service.deleteTeacher("good") }
        }
    }

    @Test func whatCannotBeSavedIsSaid() async throws {
        try await TestService().run { test in
            let job = try await trained(test)
            _ = try test.service.saveTeacher("good", of: job.id)
            #expect(throws: JobsError.teacherTaken("good")) {
                try test.service.saveTeacher("good", of: job.id)
            }
            for name in ["", "../x", ".x", "a/b", job.id, "job_x"] {
                #expect(throws: JobsError.teacherNameInvalid(name)) {
                    try test.service.saveTeacher(name, of: job.id)
                }
            }
            #expect(throws: JobsError.unknownJob("job_none")) {
                try test.service.saveTeacher("other", of: "job_none")
            }
            let without = try await test.end(of: test.submit())
            #expect(throws: JobsError.jobWithoutTeacher(job: without.id, method: "dfm")) {
                try test.service.saveTeacher("other", of: without.id)
            }
            let running = try test.submit(["hold_after": "1"])
            try await test.wait(for: running.id) { $0.state == .running }
            #expect(throws: JobsError.notAllowed(action: "save the teacher of", state: .running)) {
                try test.service.saveTeacher("other", of: running.id)
            }
            _ = try test.service.cancel(running.id)
            _ = try await test.end(of: running)
        }
    }

    @Test func anAcceptedJobHasItsTeacherWhateverBecomesOfIt() async throws {
        try await TestService().run { test in
            let source = try await trained(test)
            _ = try test.service.saveTeacher("good", of: source.id)
            // The one slot is taken until both have been deleted.
            let running = try test.submit(["hold_after": "1"])
            try await test.wait(for: running.id) { $0.progress.epoch == 1 }
            let named = try test.service.submit(specification(from: "good"))
            let direct = try test.service.submit(specification(from: source.id))
            try test.service.deleteTeacher("good")
            try test.service.delete(source.id)
            _ = try test.service.cancel(running.id)
            for job in [named, direct] {
                #expect(try await test.end(of: job).state == .succeeded)
                #expect(
                    try logs(test, job).contains { $0.contains("starts from the teacher of \(source.id)") })
            }
            #expect(throws: JobsError.teacherGone("good")) {
                try test.service.submit(specification(from: "good"))
            }
            #expect(throws: JobsError.teacherGone(source.id)) {
                try test.service.submit(specification(from: source.id))
            }
            try test.service.delete(named.id)
            #expect(!FileManager.default.fileExists(atPath: test.path(named, "")))
        }
    }

    @Test func aRetryStartsFromTheSameTeacher() async throws {
        try await TestService().run { test in
            let source = try await trained(test)
            let failed = try test.service.submit(specification(from: source.id, ["fail": "invalid"]))
            #expect(try await test.end(of: failed).state == .failed)
            try test.service.delete(source.id)
            let again = try test.service.retry(failed.id)
            _ = try await test.end(of: again)
            #expect(try logs(test, again).contains { $0.contains("starts from the teacher of \(source.id)") })
        }
    }

    @Test func aJobThatIsNotTakenLeavesNothing() async throws {
        let test = try TestService(configure: { $0.queueLimits = QueueLimits(total: 2, perOwner: 2) })
        try await test.run { test in
            let source = try await trained(test)
            let running = try test.submit(["hold_after": "1"])
            try await test.wait(for: running.id) { $0.progress.epoch == 1 }
            for _ in 0..<2 { _ = try test.service.submit(specification(from: source.id)) }
            let before = try folders(test, source)
            #expect(throws: JobsError.self) { try test.service.submit(specification(from: source.id)) }
            #expect(try folders(test, source) == before)
            _ = try test.service.cancel(running.id)
        }
    }

    @Test func everyTaughtJobOfAComparisonStartsFromIt() async throws {
        try await TestService().run { test in
            let source = try await trained(test)
            let comparison = try test.service.submit(
                ComparisonSpecification(
                    name: nil, specification: specification(from: source.id),
                    methods: [.method(.uniform), .method(.dfm)], seeds: [1, 2], metric: "accuracy",
                    singles: []))
            try test.service.delete(source.id)
            let jobs = try test.service.jobs(JobQuery(metadata: ["comparison": comparison.id], limit: 10))
                .jobs
            #expect(jobs.count == 4)
            for job in jobs {
                #expect(try await test.end(of: job).state == .succeeded)
                let isTaught = job.specification.teaching.method == .dfm
                #expect(try logs(test, job).contains { $0.contains("starts from") } == isTaught)
            }
        }
    }

    @Test func whatMayBeStartedFromIsWhatWhoAsksMaySee() async throws {
        try await TestService().run { test in
            let job = try await trained(test)
            let teacher = try test.service.saveTeacher("good", of: job.id, owner: "ann")
            let anns = test.service.teacherSource { $0 == "ann" || $0 == nil }
            #expect(anns.teacher("good") == .found(teacher.facts))
            #expect(anns.teacher(job.id) == .found(TeacherFacts(job.specification)))
            let bobs = test.service.teacherSource { $0 == "bob" }
            for from in ["good", "none"] {
                #expect(
                    bobs.teacher(from)
                        == .missing(
                            "There is no teacher '\(from)'; the name of a saved teacher or the id of a finished job "
                                + "is allowed."))
            }
            for from in [job.id, "job_none"] {
                #expect(
                    bobs.teacher(from)
                        == .missing("There is no job '\(from)' whose teacher could be taken."))
            }
            let without = try await test.end(of: test.submit())
            #expect(
                anns.teacher(without.id)
                    == .missing(
                        "The job '\(without.id)' has no teacher: its method is 'dfm', and only one that learns to "
                            + "teach has one."))
            let failed = try await test.end(of: test.submit(["fail": "invalid"]))
            #expect(
                anns.teacher(failed.id)
                    == .missing(
                        "The job '\(failed.id)' is failed; it has a teacher when it has succeeded."))
        }
    }

    private func folders(_ test: TestService, _ job: Job) throws -> Set<String> {
        let jobs = URL(filePath: test.path(job, "")).deletingLastPathComponent().path(percentEncoded: false)
        return Set(try FileManager.default.contentsOfDirectory(atPath: jobs))
    }
}
