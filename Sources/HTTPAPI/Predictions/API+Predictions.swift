import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    /// Bytes of a posted image.
    static let largestImage = 8 << 20

    private static let imageTypes: [MediaType] = [.jpeg, .png]

    /// The student's answer to the body, an image: as JSON, or as a picture where the task has one.
    func createPrediction(_ request: Request, _ responder: Responder) throws {
        var query = QueryReader(request)
        let options = PredictionOptions(
            threshold: query.number("threshold", in: PredictionOptions.thresholds),
            limit: query.integer("limit", in: PredictionOptions.limits))
        try query.finish()
        try requireImage(request)
        let task = try jobs.job(request.jobID).specification.task
        let media = try request.negotiate(task.answerTypes)
        let ticket: PredictionTicket
        do throws(JobsError) {
            ticket = try jobs.predict(
                request.jobID, image: request.body, picture: media == .png ? task.picture : .none,
                options: options
            ) { result in
                responder.respond(predictionResponse(result, media, request))
            }
        } catch {
            // The client's to know; an operator sees it in the counts of answers.
            if case .predictionsFull = error { throw Problem(describing: error) }
            throw error
        }
        responder.allow(jobs.longestPrediction)
        responder.onCancel { reason in
            // One that runs when the server stops has the time that the server has.
            if reason != .serverStopping { ticket.cancel() }
        }
    }

    private func requireImage(_ request: Request) throws(Problem) {
        let type = request.headerFields[.contentType]
        guard let type, Self.imageTypes.contains(where: { $0.isNamed(by: type) }) else {
            let allowed = Self.imageTypes.map(\.essence)
            throw Problem(
                .unsupportedMediaType,
                "Content-Type is \(type.map { "'\($0)'" } ?? "missing"); "
                    + "\(allowed.joined(separator: " and ")) are allowed.",
                headerFields: [.accept: allowed.joined(separator: ", ")])
        }
    }

    private func predictionResponse(
        _ result: Result<StudentPrediction, JobsError>, _ media: MediaType, _ request: Request
    ) -> Response {
        do {
            let answer = try result.get()
            guard media == .png else {
                return try .json(answer.prediction, headerFields: [.vary: "Accept"])
            }
            return Response(
                .ok, headerFields: [.contentType: media.text, .vary: "Accept"], body: .bytes(answer.picture))
        } catch {
            // Its files may have gone with the job in between.
            return response(to: jobIsGone(request.jobID) ?? error, request)
        }
    }

    private func jobIsGone(_ id: String) -> JobsError? {
        do throws(JobsError) {
            _ = try jobs.version(of: id)
            return nil
        } catch {
            return error
        }
    }
}

extension TaskKind {
    /// What an answer can be sent as; the first where the client takes any.
    fileprivate var answerTypes: [MediaType] {
        switch self {
        case .classification: [.json]
        case .segmentation: [.png, .json]
        case .detection: [.json, .png]
        }
    }

    fileprivate var picture: PredictionRequest.Picture {
        switch self {
        case .classification: .none
        case .segmentation: .mask
        case .detection: .overlay
        }
    }
}
