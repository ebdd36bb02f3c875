package import HTTPTypes

/// What can go wrong, one name for each: the last part of a problem's `type`.
package enum ProblemKind: String, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case invalidParameter = "invalid-parameter"
    case invalidIdempotencyKey = "invalid-idempotency-key"
    case idempotencyKeyReused = "idempotency-key-reused"
    case requestInFlight = "request-in-flight"
    case invalidJSON = "invalid-json"
    case invalidSpecification = "invalid-specification"
    case unsupportedMediaType = "unsupported-media-type"
    case notAcceptable = "not-acceptable"
    case unauthorized
    case forbidden
    case misdirectedRequest = "misdirected-request"
    case notFound = "not-found"
    case unknownJob = "unknown-job"
    case unknownArtifact = "unknown-artifact"
    case unknownComparison = "unknown-comparison"
    case unknownDataset = "unknown-dataset"
    case unknownUpload = "unknown-upload"
    case unknownTeacher = "unknown-teacher"
    case unknownStudent = "unknown-student"
    case methodNotAllowed = "method-not-allowed"
    case notAllowedInState = "not-allowed-in-state"
    case rangeNotSatisfiable = "range-not-satisfiable"
    case invalidImage = "invalid-image"
    case invalidDataset = "invalid-dataset"
    case invalidTeacher = "invalid-teacher"
    case invalidStudent = "invalid-student"
    case digestMismatch = "digest-mismatch"
    case nameTaken = "name-taken"
    case datasetInUse = "dataset-in-use"
    case studentInUse = "student-in-use"
    case torchScriptNotAllowed = "torchscript-not-allowed"
    case notUploaded = "not-uploaded"
    case preconditionFailed = "precondition-failed"
    case offsetConflict = "offset-conflict"
    case checksumMismatch = "checksum-mismatch"
    case uploadLocked = "upload-locked"
    case tooManyUploads = "too-many-uploads"
    case queueFull = "queue-full"
    case tooManyRequests = "too-many-requests"
    case requestTimeout = "request-timeout"
    case contentTooLarge = "content-too-large"
    case targetTooLong = "target-too-long"
    case fieldsTooLarge = "fields-too-large"
    case notImplemented = "not-implemented"
    case unsupportedVersion = "unsupported-version"
    case unavailable
    case storageFull = "storage-full"
    case internalError = "internal-error"

    /// With its reason phrase, for people who read the answer's head.
    package var status: HTTPResponse.Status {
        switch self {
        case .badRequest, .invalidParameter, .invalidIdempotencyKey, .invalidJSON, .digestMismatch:
            .badRequest
        case .unauthorized: .unauthorized
        case .forbidden, .torchScriptNotAllowed: .forbidden
        case .misdirectedRequest: .misdirectedRequest
        case .notFound, .unknownJob, .unknownArtifact, .unknownComparison, .unknownDataset, .unknownUpload,
            .unknownTeacher, .unknownStudent:
            .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .requestTimeout: .requestTimeout
        case .notAllowedInState, .requestInFlight, .nameTaken, .datasetInUse, .studentInUse, .notUploaded,
            .offsetConflict:
            .conflict
        case .preconditionFailed: .preconditionFailed
        case .contentTooLarge: .contentTooLarge
        case .targetTooLong: .uriTooLong
        case .unsupportedMediaType: .unsupportedMediaType
        case .rangeNotSatisfiable: .rangeNotSatisfiable
        case .invalidSpecification, .invalidImage, .invalidDataset, .invalidTeacher, .invalidStudent,
            .idempotencyKeyReused:
            .unprocessableContent
        case .uploadLocked: .init(code: 423, reasonPhrase: "Locked")
        // As the tus protocol has it.
        case .checksumMismatch: .init(code: 460, reasonPhrase: "Checksum Mismatch")
        case .queueFull, .tooManyRequests, .tooManyUploads: .tooManyRequests
        case .fieldsTooLarge: .requestHeaderFieldsTooLarge
        case .internalError: .internalServerError
        case .notImplemented: .notImplemented
        case .unavailable: .serviceUnavailable
        case .storageFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
        case .unsupportedVersion: .httpVersionNotSupported
        }
    }

    package var title: String {
        switch self {
        case .badRequest: "The request is malformed"
        case .invalidParameter: "A query parameter is not allowed"
        case .invalidIdempotencyKey: "The idempotency key is malformed"
        case .idempotencyKeyReused: "The idempotency key belongs to another request"
        case .requestInFlight: "The first request with this key is under way"
        case .invalidJSON: "The body is not JSON"
        case .invalidSpecification: "The specification has faults"
        case .unsupportedMediaType: "The body has another media type or coding"
        case .notAcceptable: "No acceptable media type"
        case .unauthorized: "A valid token is needed"
        case .forbidden: "The token's scope does not allow this"
        case .misdirectedRequest: "The request is for another host"
        case .notFound: "There is no such resource"
        case .unknownJob: "There is no such job"
        case .unknownArtifact: "There is no such artifact"
        case .unknownComparison: "There is no such comparison"
        case .methodNotAllowed: "The resource does not have this method"
        case .notAllowedInState: "The state does not allow this"
        case .rangeNotSatisfiable: "The range lies outside the artifact"
        case .invalidImage: "The image cannot be used"
        case .unknownDataset: "There is no such data set"
        case .unknownUpload: "There is no such upload"
        case .unknownTeacher: "There is no such teacher"
        case .unknownStudent: "There is no such student"
        case .invalidDataset: "The upload is no data set"
        case .invalidTeacher: "There is no teacher to take"
        case .invalidStudent: "The upload is no student"
        case .torchScriptNotAllowed: "TorchScript is not allowed here"
        case .digestMismatch: "The body has another digest"
        case .nameTaken: "The name is taken"
        case .datasetInUse: "Jobs use the data set"
        case .studentInUse: "Jobs use the student"
        case .notUploaded: "It was not uploaded"
        case .preconditionFailed: "A precondition does not hold"
        case .offsetConflict: "The part begins at another place"
        case .checksumMismatch: "The part has another checksum"
        case .uploadLocked: "The upload is busy"
        case .tooManyUploads: "Too many uploads have begun"
        case .queueFull: "Too many jobs are queued"
        case .tooManyRequests: "Too many requests"
        case .requestTimeout: "The request took too long to arrive"
        case .contentTooLarge: "The body is too large"
        case .targetTooLong: "The request line is too long"
        case .fieldsTooLarge: "The header fields are too large"
        case .notImplemented: "The request asks for what the server does not do"
        case .unsupportedVersion: "The version of HTTP is not supported"
        case .unavailable: "The service cannot answer now"
        case .storageFull: "The disk is too full"
        case .internalError: "The service failed"
        }
    }

    /// The kind that stands for a status that the server gives by itself.
    package init(status: Int) {
        self =
            Self.generic.first { $0.status.code == status } ?? (status < 500 ? .badRequest : .internalError)
    }

    private static let generic: [ProblemKind] = [
        .badRequest, .preconditionFailed, .unauthorized, .forbidden, .notFound,
        .tooManyRequests, .methodNotAllowed,
        .notAcceptable, .requestTimeout, .contentTooLarge,
        .targetTooLong, .unsupportedMediaType, .rangeNotSatisfiable, .fieldsTooLarge, .internalError,
        .notImplemented, .unavailable, .unsupportedVersion, .storageFull,
    ]
}
