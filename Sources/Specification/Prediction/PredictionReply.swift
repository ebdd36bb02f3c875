/// What a process that predicts says to a request: one JSON object on a line, and behind it the bytes of the picture.
package enum PredictionReply: Codable, Sendable, Equatable {
    case prediction(Prediction, pictureBytes: Int)
    case failed(PredictionFailure)

    /// The longest picture that a process sends, in bytes.
    package static let largestPicture = 256 << 20
}

/// Why there is no answer.
package struct PredictionFailure: Codable, Sendable, Equatable {
    /// Whose fault it is.
    package enum Kind: String, Codable, Sendable {
        /// The image's: it cannot be decoded, or is too large.
        case image
        /// The student's file does not hold what it should, or cannot draw what was asked for.
        case student
        case infrastructure
    }

    package var kind: Kind
    /// A sentence for a person.
    package var detail: String

    package init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
