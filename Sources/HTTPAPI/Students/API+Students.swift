import HTTP
import HTTPTypes
import Jobs
import Specification

/// Students of users: TorchScript modules, which are code.
extension API {
    private static let scriptTypes = [
        MediaType("application", "octet-stream"), MediaType("application", "zip"),
    ]

    /// Takes a module piece by piece; jobs can name it afterwards, or nothing is kept.
    func putStudent(_ request: Request, _ responder: Responder) throws -> (any BodySink)? {
        try jobs.uploads.requireTorchScript()
        let task = try scriptTask(request)
        try requireBinary(request, of: Self.scriptTypes)
        let name = request.nameInPath
        let upload = try beginUpload(.student(name, task: task), of: request) {
            try jobs.uploads.beginStudent(
                name, task: task, length: request.contentLength, owner: caller.owner,
                sha256: ContentDigest.sha256(request))
        }
        return sink(of: upload, at: "/v1/students/\(name)", request, responder) {
            UploadedView(description: $0.description, upload: $0.upload)
        }
    }

    func getStudent(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let name = request.nameInPath
        guard let student = visible(catalogue.current).students.first(where: { $0.name == name }) else {
            throw JobsError.unknownStudent(name)
        }
        let upload = student.sha256 == nil ? nil : jobs.uploads.student(name)?.upload
        return try .json(UploadedView(description: student, upload: upload))
    }

    /// Allowed without `--allow-torchscript` too.
    func deleteStudent(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let name = request.nameInPath
        do throws(JobsError) {
            guard caller.maySee(ownedBy: jobs.uploads.student(name)?.upload.owner) else {
                throw .unknownStudent(name)
            }
            try jobs.deleteStudent(name)
        } catch {
            guard case .unknownStudent = error,
                catalogue.current.students.contains(where: { $0.name == name })
            else { throw error }
            throw Problem(
                .notUploaded,
                "The student '\(name)' is the engine's own; only an uploaded one can be deleted.")
        }
        return Response(.noContent)
    }

    /// - Throws: `.nameTaken` where the engine has the name for its own.
    func requireFree(student name: String) throws {
        guard !catalogue.current.students.contains(where: { $0.name == name }) else {
            throw JobsError.nameTaken(name: name, by: "an architecture of the engine has it")
        }
    }

    private func scriptTask(_ request: Request) throws -> TaskKind {
        var query = QueryReader(request)
        let task = query.choice("task", of: TaskKind.self) ?? .classification
        try query.finish()
        try requireScripts(of: task, .invalidParameter)
        return task
    }

    /// The task of a student that comes in parts, as the upload's metadata say it.
    func scriptTask(inMetadata text: String?) throws(Problem) -> TaskKind {
        guard let text else { return .classification }
        guard let task = TaskKind(rawValue: text) else {
            throw Problem(
                .badRequest,
                "'task' in Upload-Metadata is '\(text.prefix(200))'; one of "
                    + "\(StudentDescription.scriptTasks.map(\.rawValue).joined(separator: ", ")) is allowed.")
        }
        try requireScripts(of: task, .badRequest)
        return task
    }

    /// - Throws: a problem of the kind for a task whose students cannot be modules.
    private func requireScripts(of task: TaskKind, _ kind: ProblemKind) throws(Problem) {
        guard StudentDescription.scriptTasks.contains(task) else {
            throw Problem(
                kind,
                "'task' is '\(task.rawValue)'; TorchScript students are trained for "
                    + "\(StudentDescription.scriptTasks.map(\.rawValue).joined(separator: " and ")): a detector's "
                    + "answers do not say which of its locations is responsible for which object.")
        }
    }
}
