import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// What a dead service or engine left on the disk, and what the store says of it.
@Suite struct JobFolderTests {
    private let test: TestService

    init() throws {
        test = try TestService()
    }

    private func write(_ text: String, _ job: Job, _ name: String) throws {
        let path = test.path(job, name)
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func names(_ job: Job) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: test.path(job, "")).sorted()
    }

    /// A job that an attempt of a dead service works on, and whose checkpoint of epoch 1 is listed.
    private func abandoned() throws -> (Job, AttemptToken) {
        let job = try test.submit(epochs: 2)
        let token = try #require(try test.store.claim(at: Date())).token
        _ = try test.store.record(.started(resumedFromEpoch: nil), by: token, at: testTime)
        let artifact = Artifact(
            name: "checkpoint-1.safetensors", kind: .checkpoint, size: 1, mediaType: "m",
            sha256: String(repeating: "0", count: 64), createdAt: testTime)
        _ = try test.store.record(.checkpoint(artifact, epoch: 1, replaced: []), by: token, at: testTime)
        return (job, token)
    }

    @Test(arguments: ["checkpoint-2.safetensors", "checkpoint-1.safetensors"])
    func aCheckpointThatADeadServiceDidNotHearOfIsListed(_ name: String) throws {
        let (job, token) = try abandoned()
        try write("newer", job, name)
        try test.service.listCheckpoints()
        let listed = try test.service.artifacts(job.id)
        #expect(listed.map(\.name) == [name])
        #expect(listed.first?.size == 5)
        let last = try test.service.events(job.id, after: 0, limit: 100).last
        #expect(last?.type == .checkpoint)
        // Once is enough, and the attempt still has its voice.
        try test.service.listCheckpoints()
        #expect(try test.service.events(job.id, after: 0, limit: 100).last == last)
        _ = try test.store.record(.stopped(reason: "r"), by: token, at: testTime)
        #expect(try test.store.liveAttempts() == [])
    }

    @Test func anEndedJobKeepsWhatItListsAndNothingElse() throws {
        let (job, token) = try abandoned()
        for name in ["checkpoint-1.safetensors", "student.safetensors", "x.partial"] {
            try write("x", job, name)
        }
        try test.service.cleanFolders()
        #expect(try names(job).count == 3)
        _ = try test.store.record(
            .failed(JobFailure(kind: .invalid, detail: "d")), by: token, at: testTime)
        try test.service.cleanFolders()
        #expect(try names(job) == ["checkpoint-1.safetensors"])
    }

    @Test func aKilledAttemptsRestGoesWithTheJobsEnd() async throws {
        try await test.run { test in
            let job = try test.submit(["hold_after": "1"], maxAttempts: 1)
            try await test.wait(for: job.id) { $0.progress.epoch == 1 }
            try write("half", job, "checkpoint-2.safetensors.partial")
            _ = kill(try #require(test.pids.first), SIGKILL)
            #expect(try await test.end(of: job).state == .failed)
            // The next job is begun after the folder is clean.
            _ = try await test.end(of: test.submit(epochs: 1))
            #expect(try names(job) == (try test.service.artifacts(job.id).map(\.name)))
        }
    }
}
