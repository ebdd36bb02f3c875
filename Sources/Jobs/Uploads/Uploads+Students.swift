internal import CLinux
internal import Foundation
package import Specification

/// Students that clients upload: TorchScript modules, which come, are looked at and are put in their place as data sets
/// are.
extension Uploads {
    /// Begins an upload of a module.
    /// - Parameters: task: the one whose students it is for; length: of the body, where it is known; sha256: of the body,
    ///   where the client has said it.
    /// - Throws: `.torchScriptNotAllowed`, `.uploadNameInvalid`, `.nameTaken`, `.uploadTooLarge`, `.diskFull`,
    ///   `.tooManyUploads`, `.tooManyUploadsOfOwner`.
    package func beginStudent(
        _ name: String, task: TaskKind, length: Int?, owner: String?, sha256: [UInt8]?
    ) throws(JobsError) -> WholeUpload<UploadedStudent> {
        try begin(.student, name, length: length, owner: owner, sha256: sha256) { [self] in
            publishStudent($0, task: task, done: $1)
        }
    }

    /// Has the module looked at, behind those that came before it; then it is a student, or nothing of it is left but
    /// the file. `done` is called once, on a Dispatch queue.
    func publishStudent(
        _ arrival: Arrival, task: TaskKind,
        done: @escaping @Sendable (Result<UploadedStudent, JobsError>) -> Void
    ) {
        publish(
            arrival,
            by: { (arrival, digest, work) throws(JobsError) in
                try self.makeStudent(arrival, task: task, digest: digest, in: work)
            }, done: done)
    }

    package func requireTorchScript() throws(JobsError) {
        guard allowsTorchScript else { throw .torchScriptNotAllowed }
    }

    /// What was uploaded under this name; nil where nothing was.
    package func student(_ name: String) -> UploadedStudent? { facts(of: name, .student) }

    /// All that jobs may name, by name: none where code is not allowed.
    package func students() -> [UploadedStudent] {
        guard allowsTorchScript else { return [] }
        return files(in: directory.studentsPath).sorted().compactMap(student)
    }

    private func makeStudent(
        _ arrival: Arrival, task: TaskKind, digest: [UInt8], in work: String
    ) throws(JobsError) -> UploadedStudent {
        // A resumable one may have begun when it was allowed.
        try requireTorchScript()
        let facts = try inspect(arrival)
        let folder = work + "/" + arrival.name
        // Where it cannot be put in its place, what came is still there.
        guard mkdir(folder, 0o700) == 0, link(arrival.path, folder + "/" + StateDirectory.scriptName) == 0
        else {
            throw UploadFile.failure("place", errno, limits.reserve)
        }
        let failure = linux_sync_filesystem(folder)
        guard failure == 0 else { throw UploadFile.failure("save", failure, limits.reserve) }
        let sha256 = FileDigest.hexadecimal(digest)
        let student = UploadedStudent(
            description: StudentDescription(
                script: facts, name: arrival.name, task: task, source: StudentDescription.uploadSource,
                sha256: sha256),
            upload: UploadFacts(
                size: arrival.size, sha256: sha256, files: 1, unpackedSize: arrival.size, createdAt: now(),
                owner: arrival.owner))
        try place(student, from: folder, of: arrival)
        return student
    }

    private func inspect(_ arrival: Arrival) throws(JobsError) -> ScriptFacts {
        let request = InspectionRequest(script: arrival.path, name: arrival.name)
        switch try reply(InspectionReply.self, to: request, for: .student) {
        case .script(let facts): return facts
        case .refused(let detail): throw .uploadRefused(kind: .student, reason: detail)
        }
    }
}
