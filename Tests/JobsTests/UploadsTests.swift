import Foundation
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// What survives a service, and what does not.
@Suite struct UploadsTests {
    private let folder = TestFolder()

    private func names(_ service: TestService, _ part: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: service.folder.path + "/state/" + part).sorted()
    }

    /// Sends a part and waits for what becomes of it.
    private func send(
        _ text: String, to id: String, at offset: Int, _ uploads: Uploads
    ) throws -> Result<UploadPart.Outcome, JobsError> {
        let part = try uploads.append(to: id, offset: offset, length: nil, checksum: nil)
        try part.write(Array(text.utf8))
        let end = Mutex<Result<UploadPart.Outcome, JobsError>?>(nil)
        let done = DispatchSemaphore(value: 0)
        part.finish { result in
            end.withLock { $0 = result }
            done.signal()
        }
        try #require(done.wait(timeout: .now() + 60) == .success)
        return try #require(end.withLock { $0 })
    }

    @Test func aRestartKeepsTheOffsetAndRemovesWhatIsHalf() throws {
        let id: String
        do {
            let first = try TestService(in: folder)
            try first.service.start()
            let uploads = first.service.uploads
            id = try uploads.create(.dataset("letters"), length: 9, owner: "ada", metadata: "dataset YQ==").id
            guard case .success(.more(let upload)) = try send("data ", to: id, at: 0, uploads) else {
                Issue.record("the part was not taken")
                return
            }
            #expect(upload.offset == 5)
            // Begun, and never ended: the service dies.
            let half = try uploads.beginDataset("half", length: nil, owner: nil, sha256: nil)
            try half.write([1, 2, 3])
            let lost = try uploads.append(to: id, offset: 5, length: nil, checksum: nil)
            try lost.write(Array("XX".utf8))
            #expect(try names(first, "uploads").count == 3)
            first.service.stop(grace: .zero)
            first.releaseStateDirectory()
        }
        let second = try TestService(in: folder)
        try second.service.start()
        let uploads = second.service.uploads
        #expect(try names(second, "uploads") == ["\(id).data", "\(id).json"])
        let upload = try uploads.upload(id)
        #expect(upload.offset == 5 && upload.owner == "ada" && upload.metadata == "dataset YQ==")
        #expect(throws: JobsError.nameTaken(name: "letters", by: "the upload \(id) is under way")) {
            try uploads.beginDataset("letters", length: nil, owner: nil, sha256: nil)
        }
        guard case .success(.published(let whole)) = try send("set\n", to: id, at: 5, uploads) else {
            Issue.record("the data set was not made")
            return
        }
        #expect(whole.goal == .dataset("letters") && whole.isWhole)
        let dataset = try #require(uploads.dataset("letters"))
        #expect(dataset.description.name == "letters")
        #expect(dataset.upload.size == 9 && dataset.upload.owner == "ada")
        #expect(try names(second, "uploads").isEmpty)
        second.service.stop(grace: .zero)
    }

    @Test func anUploadThatIsWholeAtTheStartBecomesItsDataSet() throws {
        let id: String
        do {
            let first = try TestService(in: folder)
            // Not started: as if it died between the last part and the engine's answer.
            let uploads = first.service.uploads
            let upload = try uploads.create(.dataset("letters"), length: 9, owner: nil, metadata: nil)
            id = upload.id
            let part = try uploads.append(to: id, offset: 0, length: nil, checksum: nil)
            try part.write(Array("data set\n".utf8))
            part.cancel()
            #expect(try uploads.upload(id).isWhole)
            first.releaseStateDirectory()
        }
        let second = try TestService(in: folder)
        try second.service.start()
        // Behind it in the same queue.
        second.service.uploads.unpacking.sync {}
        #expect(second.service.uploads.dataset("letters")?.upload.files == 1)
        #expect(throws: JobsError.unknownUpload(id)) { try second.service.uploads.upload(id) }
        second.service.stop(grace: .zero)
    }

    @Test func aStudentThatIsWholeAtTheStartWaitsUntilCodeIsAllowed() throws {
        let id: String
        do {
            let first = try TestService(in: folder, configure: { $0.allowsTorchScript = true })
            let uploads = first.service.uploads
            let goal = UploadGoal.student("mine", task: .segmentation)
            id = try uploads.create(goal, length: 7, owner: "ada", metadata: nil).id
            let part = try uploads.append(to: id, offset: 0, length: nil, checksum: nil)
            try part.write(Array("module\n".utf8))
            part.cancel()
            first.releaseStateDirectory()
        }
        do {
            let second = try TestService(in: folder)
            try second.service.start()
            let uploads = second.service.uploads
            uploads.unpacking.sync {}
            #expect(try uploads.upload(id).goal == .student("mine", task: .segmentation))
            #expect(throws: JobsError.torchScriptNotAllowed) {
                try uploads.append(to: id, offset: 7, length: nil, checksum: nil)
            }
            #expect(throws: JobsError.torchScriptNotAllowed) {
                try uploads.create(
                    .student("other", task: .classification), length: 7, owner: nil, metadata: nil)
            }
            #expect(uploads.student("mine") == nil)
            second.service.stop(grace: .zero)
            second.releaseStateDirectory()
        }
        let third = try TestService(in: folder, configure: { $0.allowsTorchScript = true })
        try third.service.start()
        third.service.uploads.unpacking.sync {}
        let student = try #require(third.service.uploads.student("mine"))
        #expect(student.description.task == .segmentation && student.upload.owner == "ada")
        #expect(try names(third, "students/mine") == [".upload.json", "student.pt"])
        #expect(try names(third, "uploads").isEmpty)
        third.service.stop(grace: .zero)
    }

    @Test func aStudentThatCannotBePutInItsPlaceIsTriedAgain() throws {
        let test = try TestService(in: folder, configure: { $0.allowsTorchScript = true })
        try test.service.start()
        let uploads = test.service.uploads
        let goal = UploadGoal.student("mine", task: .classification)
        let id = try uploads.create(goal, length: 7, owner: nil, metadata: nil).id
        let students = folder.path + "/state/students"
        try FileManager.default.removeItem(atPath: students)
        guard case .failure(.storage) = try send("module\n", to: id, at: 0, uploads) else {
            Issue.record("the student was put where no folder is")
            return
        }
        #expect(try names(test, "uploads") == ["\(id).data", "\(id).json"])
        try FileManager.default.createDirectory(atPath: students, withIntermediateDirectories: false)
        guard case .success(.published) = try send("", to: id, at: 7, uploads) else {
            Issue.record("the student was not made")
            return
        }
        #expect(uploads.student("mine")?.upload.size == 7)
        #expect(try names(test, "uploads").isEmpty)
        test.service.stop(grace: .zero)
    }

    @Test func anUploadExpires() throws {
        let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))
        let test = try TestService(
            in: folder,
            configure: { configuration in
                configuration.now = { time.withLock { $0 } }
                configuration.uploads.lifetime = 100
            })
        try test.service.start()
        let uploads = test.service.uploads
        let id = try uploads.create(.dataset("letters"), length: 9, owner: nil, metadata: nil).id
        time.withLock { $0 += 60 }
        _ = try send("data ", to: id, at: 0, uploads)
        time.withLock { $0 += 60 }
        uploads.sweep()
        #expect(try uploads.upload(id).offset == 5)
        time.withLock { $0 += 60 }
        #expect(throws: JobsError.unknownUpload(id)) { try uploads.upload(id) }
        uploads.sweep()
        #expect(try names(test, "uploads").isEmpty)
        _ = try uploads.create(.dataset("letters"), length: 9, owner: nil, metadata: nil)
        test.service.stop(grace: .zero)
    }

    @Test func uploadsInOnePieceCountToTheirOwnerUntilTheyEnd() throws {
        let test = try TestService(
            in: folder,
            configure: { configuration in
                configuration.uploads.unfinishedPerOwner = 2
                configuration.uploads.unfinished = 4
            })
        let uploads = test.service.uploads
        func begin(_ name: String, _ owner: String?) throws -> WholeUpload<UploadedDataset> {
            try uploads.beginDataset(name, length: nil, owner: owner, sha256: nil)
        }
        let first = try begin("first", "ada")
        _ = try uploads.create(.dataset("second"), length: 9, owner: "ada", metadata: nil)
        let full = JobsError.tooManyUploadsOfOwner(limit: 2)
        #expect(throws: full) { try begin("third", "ada") }
        #expect(throws: full) {
            try uploads.create(.dataset("third"), length: 9, owner: "ada", metadata: nil)
        }
        _ = try begin("third", "bob")
        _ = try begin("fourth", nil)
        #expect(throws: JobsError.tooManyUploads(limit: 4)) { try begin("fifth", "bob") }
        first.cancel()
        _ = try begin("first", "ada")
    }

    @Test func aRecordThatIsTornIsNoUpload() throws {
        let first = try TestService(in: folder)
        let uploads = folder.path + "/state/uploads/"
        for (name, text) in [
            ("upl_1.json", "{\"id\": \"upl_1\""), ("upl_1.data", "abc"), ("upl_2.json.new", "{}"),
            ("upl_3.data", ""),
        ] {
            try Data(text.utf8).write(to: URL(filePath: uploads + name))
        }
        try first.service.start()
        #expect(try names(first, "uploads").isEmpty)
        first.service.stop(grace: .zero)
    }

    @Test func aStopGivesTheArchiveUpAndKeepsTheUpload() throws {
        let test = try TestService(in: folder)
        try test.service.start()
        let uploads = test.service.uploads
        let id = try uploads.create(.dataset("letters"), length: 14, owner: nil, metadata: nil).id
        let part = try uploads.append(to: id, offset: 0, length: nil, checksum: nil)
        try part.write(Array("data set\nhang\n".utf8))
        let end = Mutex<JobsError?>(nil)
        let done = DispatchSemaphore(value: 0)
        part.finish { result in
            if case .failure(let error) = result { end.withLock { $0 = error } }
            done.signal()
        }
        test.service.stop(grace: .zero)
        try #require(done.wait(timeout: .now() + 60) == .success)
        #expect(end.withLock { $0 } == .uploadsStopped)
        #expect(try uploads.upload(id).isWhole)
        #expect(try names(test, "uploads") == ["\(id).data", "\(id).json"])
        #expect(throws: JobsError.uploadsStopped) {
            try uploads.beginDataset("other", length: nil, owner: nil, sha256: nil)
        }
    }

    @Test func aJobThatHasNotEndedKeepsItsDataSet() throws {
        let test = try TestService(in: folder)
        let job = try test.submit(epochs: 1)
        #expect(try test.store.unfinishedJobs(dataset: "optdigits") == 1)
        #expect(try test.store.unfinishedJobs(dataset: "letters") == 0)
        _ = try test.service.cancel(job.id)
        #expect(try test.store.unfinishedJobs(dataset: "optdigits") == 0)
        #expect(throws: JobsError.unknownDataset("letters")) { try test.service.deleteDataset("letters") }
    }
}
