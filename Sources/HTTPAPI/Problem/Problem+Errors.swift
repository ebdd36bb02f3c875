import HTTP
package import HTTPTypes
import Jobs
import Specification

extension Problem {
    /// What a user is told of an error, whichever module it comes from. What is not the user's to know is an
    /// `internal-error` without particulars; they belong in the log.
    package init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as JSONSyntaxError: self.init(.invalidJSON, error.detail)
        case let error as InvalidSpecification:
            let count = error.faults.count
            self.init(
                .invalidSpecification,
                count == 1
                    ? "One member cannot be accepted; see errors."
                    : "\(count) members cannot be accepted; see errors.",
                errors: error.faults)
        case let error as JobsError: self.init(error)
        case let rejection as Rejection: self.init(status: rejection.status, detail: rejection.detail)
        default: self = .internalError
        }
    }

    private init(_ error: JobsError) {
        switch error {
        case .unknownJob: self.init(.unknownJob, error.description)
        case .unknownArtifact: self.init(.unknownArtifact, error.description)
        case .unknownComparison: self.init(.unknownComparison, error.description)
        case .notAllowed, .comparisonNotAllowed: self.init(.notAllowedInState, error.description)
        case .idempotencyKeyReused: self.init(.idempotencyKeyReused, error.description)
        case .requestInFlight:
            self.init(.requestInFlight, error.description, headerFields: [.retryAfter: "1"])
        case .queueFull, .ownerQueueFull, .queueFullForComparison:
            self.init(.queueFull, error.description, headerFields: [.retryAfter: "5"])
        // Nothing was changed, and the same request may succeed later.
        case .storage: self = .unavailable(error.description)
        case .storageFull: self.init(.storageFull, error.description, headerFields: [.retryAfter: "60"])
        case .imageRefused(let detail): self.init(.invalidImage, detail)
        case .unknownDataset: self.init(.unknownDataset, error.description)
        case .unknownUpload: self.init(.unknownUpload, error.description)
        case .uploadNameInvalid: self.init(.badRequest, error.description)
        case .nameTaken: self.init(.nameTaken, error.description)
        case .uploadRefused(let kind, _): self.init(ProblemKind(refusalOf: kind), error.description)
        // The bytes may well be at fault; the rest is in the log.
        case .uploadReadingFailed(let kind, _):
            self.init(
                ProblemKind(refusalOf: kind),
                "The engine could not read the upload to its end; nothing was kept.")
        case .datasetInUse: self.init(.datasetInUse, error.description)
        case .unknownStudent: self.init(.unknownStudent, error.description)
        case .studentInUse: self.init(.studentInUse, error.description)
        case .studentReplaced: self.init(.notAllowedInState, error.description)
        case .torchScriptNotAllowed: self.init(.torchScriptNotAllowed, error.description)
        case .digestMismatch: self.init(.digestMismatch, error.description)
        case .uploadTooLarge: self.init(.contentTooLarge, error.description)
        case .diskFull: self.init(.storageFull, error.description)
        case .tooManyUploads, .tooManyUploadsOfOwner:
            self.init(.tooManyUploads, error.description, headerFields: [.retryAfter: "60"])
        case .uploadOffsetWrong: self.init(.offsetConflict, error.description)
        case .uploadBusy: self.init(.uploadLocked, error.description, headerFields: [.retryAfter: "1"])
        case .checksumMismatch: self.init(.checksumMismatch, error.description)
        case .uploadsStopped: self = .unavailable(error.description)
        case .unknownTeacher: self.init(.unknownTeacher, error.description)
        case .teacherNameInvalid: self.init(.badRequest, error.description)
        case .teacherTaken: self.init(.nameTaken, error.description)
        case .teacherGone, .jobWithoutTeacher: self.init(.invalidTeacher, error.description)
        case .predictionsFull, .predictionTooSlow, .predictionCancelled:
            self = .unavailable(error.description)
        default: self = .internalError
        }
    }

    /// What the server answers by itself.
    package init(status: HTTPResponse.Status, detail: String) {
        self.init(ProblemKind(status: status.code), detail)
        self.status = status.code
    }

    package static func unavailable(_ reason: String) -> Problem {
        Problem(.unavailable, reason, headerFields: [.retryAfter: "5"])
    }

    private static let internalError = Problem(
        .internalError, "The service met an error of its own; its log says which.")
}

extension ProblemKind {
    fileprivate init(refusalOf upload: UploadKind) {
        switch upload {
        case .dataset: self = .invalidDataset
        case .student: self = .invalidStudent
        }
    }
}
