/// What is wrong at one place of a COCO file.
struct COCOFault: Error {
    static let wholeFile = "a JSON object with images, annotations and categories"

    private let found: String
    private let allowed: String

    init(path: [any CodingKey], allowed: String) {
        found = "a wrong \(Self.shown(path))"
        self.allowed = allowed
    }

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            found = "no \(Self.shown(context.codingPath + [key]))"
            allowed = "one in each entry"
        case .typeMismatch(let type, let context) where !context.codingPath.isEmpty:
            found = "a wrong \(Self.shown(context.codingPath))"
            allowed = Self.words(type)
        case .valueNotFound(let type, let context) where !context.codingPath.isEmpty:
            found = "an empty \(Self.shown(context.codingPath))"
            allowed = Self.words(type)
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            found = "a wrong \(Self.shown(context.codingPath))"
            allowed = "a number of usual size"
        case .typeMismatch:
            found = "JSON that is not an object"
            allowed = Self.wholeFile
        default:
            found = "text that is not JSON"
            allowed = Self.wholeFile
        }
    }

    func datasetError(file: String) -> DatasetError {
        .malformed(file: file, found: found, allowed: allowed)
    }

    /// `annotations[3].bbox`
    private static func shown(_ path: [any CodingKey]) -> String {
        path.reduce("") { text, key in
            if let position = key.intValue { return "\(text)[\(position)]" }
            return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
        }
    }

    private static func words(_ type: Any.Type) -> String {
        switch type {
        case is Int.Type: "a whole number"
        case is Double.Type: "a number"
        case is String.Type: "a text"
        case is [Double].Type, is [Any].Type: "a list"
        default: "an object"
        }
    }
}
