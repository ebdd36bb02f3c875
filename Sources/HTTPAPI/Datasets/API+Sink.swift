import HTTP
import HTTPTypes
import Jobs

/// What all uploads have in common.
extension API {
    /// Takes the body of an upload in one piece as it comes; the answer is what it became, or nothing is kept.
    func sink<Product>(
        of upload: WholeUpload<Product>, at place: String, _ request: Request, _ responder: Responder,
        view: @escaping @Sendable (Product) -> some Encodable
    ) -> UploadSink {
        UploadSink {
            try upload.write($0)
        } finish: { end in
            responder.allow(longestUnpacking)
            upload.finish { result in
                end(
                    result.mapError { $0 }.flatMap { product in
                        Result {
                            try .json(
                                view(product), status: .created, headerFields: [.location: place])
                        }
                    })
            }
        } abandon: {
            upload.cancel()
        } answer: { end in
            do {
                responder.respond(try end.get())
            } catch {
                responder.respond(response(to: error, request))
            }
        }
    }

    /// How long an answer may wait for the engine, and for the uploads before it.
    var longestUnpacking: Duration { .seconds(2 * jobs.uploads.limits.unpackingSeconds) }

    /// What both ways to upload ask first: that the service takes work, that nothing is to be replaced, and that nothing
    /// has the name.
    func beginUpload<Upload>(
        _ goal: UploadGoal, of request: Request, _ begin: () throws -> Upload
    ) throws -> Upload {
        if let obstacle = readiness.obstacle { throw Problem.unavailable(obstacle) }
        guard request.headerFields[.ifMatch] == nil else {
            throw Problem(
                .preconditionFailed, "If-Match is given, and uploads are never replaced: delete it before.")
        }
        switch goal {
        case .dataset(let name): try requireFree(dataset: name)
        case .student(let name, _): try requireFree(student: name)
        }
        return try begin()
    }

    /// - Parameter types: what `Content-Type` may be; it may be left out too.
    func requireBinary(_ request: Request, of types: [MediaType]) throws(Problem) {
        if let coding = request.headerFields[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem(
                .unsupportedMediaType,
                "Content-Encoding is '\(coding)'; a file is sent as it is.")
        }
        guard let type = request.headerFields[.contentType],
            !types.contains(where: { $0.isNamed(by: type) })
        else { return }
        let allowed = types.map(\.essence)
        throw Problem(
            .unsupportedMediaType,
            "Content-Type is '\(type)'; none or one of \(allowed.joined(separator: ", ")) is allowed.",
            headerFields: [.accept: allowed.joined(separator: ", ")])
    }
}
