import HTTP
import HTTPTypes
import Jobs
import Specification

/// Resumable uploads, as stock clients of the tus protocol make them.
extension API {
    func describeUploads(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        var fields: HTTPFields = [.allow: "OPTIONS, POST"]
        fields[named: "Tus-Version"] = ResumableProtocol.version
        fields[named: "Tus-Extension"] = ResumableProtocol.extensions
        fields[named: "Tus-Max-Size"] = String(jobs.uploads.limits.bytes)
        fields[named: "Tus-Checksum-Algorithm"] = FileDigest.allCases.map(\.rawValue).joined(separator: ",")
        return resumable(Response(.noContent, headerFields: fields))
    }

    func createUpload(_ request: Request) -> Response {
        resumable(request) {
            try QueryReader(request).finish()
            let length = try ResumableProtocol.number("Upload-Length", request)
            guard length > 0 else { throw Problem(.badRequest, "Upload-Length is 0; an upload has bytes.") }
            guard request.body.isEmpty else {
                throw Problem(
                    .badRequest, "The body has \(request.body.count) bytes; parts are sent with PATCH.")
            }
            let metadata = request.headerFields[named: "Upload-Metadata"]
            let goal = try goal(ofMetadata: metadata)
            let upload = try beginUpload(goal, of: request) {
                try jobs.uploads.create(goal, length: length, owner: caller.owner, metadata: metadata)
            }
            var fields = ResumableProtocol.fields(upload)
            fields[.location] = "/v1/uploads/\(upload.id)"
            return Response(.created, headerFields: fields)
        }
    }

    func getUpload(_ request: Request) -> Response {
        resumable(request) {
            try QueryReader(request).finish()
            let upload = try jobs.uploads.upload(request.jobID)
            return try .json(UploadView(upload), headerFields: ResumableProtocol.fields(upload))
        }
    }

    func appendToUpload(_ request: Request, _ responder: Responder) -> (any BodySink)? {
        let part: UploadPart
        do {
            part = try beginPart(request)
        } catch {
            responder.respond(resumable(response(to: error, request)))
            return nil
        }
        return UploadSink {
            try part.write($0)
        } finish: { end in
            responder.allow(longestUnpacking)
            part.finish { end($0.map(Self.response).mapError { $0 }) }
        } abandon: {
            part.cancel()
        } answer: { end in
            do {
                responder.respond(resumable(try end.get()))
            } catch {
                responder.respond(resumable(response(to: error, request)))
            }
        }
    }

    func deleteUpload(_ request: Request) -> Response {
        resumable(request) {
            try QueryReader(request).finish()
            try jobs.uploads.terminate(request.jobID)
            return Response(.noContent)
        }
    }

    /// What the upload becomes: its metadata name a data set or a student.
    private func goal(ofMetadata field: String?) throws -> UploadGoal {
        let values = UploadMetadata(field ?? "")?.values ?? [:]
        switch (values["dataset"], values["student"]) {
        case (let name?, nil):
            return .dataset(name)
        case (nil, let name?):
            try jobs.uploads.requireTorchScript()
            return .student(name, task: try scriptTask(inMetadata: values["task"]))
        case (let dataset?, let student?):
            throw Problem(
                .badRequest,
                "Upload-Metadata names both a data set ('\(dataset.prefix(100))') and a student "
                    + "('\(student.prefix(100))'); one of the two is allowed.")
        case (nil, nil):
            throw Problem(
                .badRequest,
                "Upload-Metadata is \(field.map { "'\($0.prefix(200))'" } ?? "missing"); "
                    + "'dataset' or 'student', and its name in Base64, are expected.")
        }
    }

    private func beginPart(_ request: Request) throws -> UploadPart {
        try ResumableProtocol.requireVersion(request)
        try QueryReader(request).finish()
        if let obstacle = readiness.obstacle { throw Problem.unavailable(obstacle) }
        let type = request.headerFields[.contentType]
        guard let type, ResumableProtocol.contentType.isNamed(by: type) else {
            throw Problem(
                .unsupportedMediaType,
                "Content-Type is \(type.map { "'\($0)'" } ?? "missing"); "
                    + "\(ResumableProtocol.contentType.essence) is expected.",
                headerFields: [.accept: ResumableProtocol.contentType.essence])
        }
        return try jobs.uploads.append(
            to: request.jobID, offset: ResumableProtocol.number("Upload-Offset", request),
            length: request.contentLength, checksum: ResumableProtocol.checksum(request))
    }

    private static func response(_ outcome: UploadPart.Outcome) -> Response {
        switch outcome {
        case .more(let upload):
            return Response(.noContent, headerFields: ResumableProtocol.fields(upload))
        case .published(let upload):
            var fields = ResumableProtocol.fields(upload)
            switch upload.goal {
            case .dataset(let name): fields[.contentLocation] = "/v1/datasets/\(name)"
            case .student(let name, _): fields[.contentLocation] = "/v1/students/\(name)"
            }
            return Response(.noContent, headerFields: fields)
        }
    }

    /// Every answer of the protocol says its version, errors too. A GET needs none: it is for people.
    private func resumable(_ request: Request, _ answer: () throws -> Response) -> Response {
        do {
            if request.method != .get { try ResumableProtocol.requireVersion(request) }
            return resumable(try answer())
        } catch {
            return resumable(response(to: error, request))
        }
    }

    private func resumable(_ response: Response) -> Response {
        var response = response
        response.headerFields[named: "Tus-Resumable"] = ResumableProtocol.version
        return response
    }
}
