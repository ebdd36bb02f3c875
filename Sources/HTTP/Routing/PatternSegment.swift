/// One part of a route's pattern.
enum PatternSegment: Sendable, Equatable {
    case literal(String)
    /// Any one segment that is not empty.
    case parameter(String)

    static func parse(_ pattern: String) -> [PatternSegment] {
        pattern.split(separator: "/").map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    func matches(_ segment: String) -> Bool {
        switch self {
        case .literal(let text): text == segment
        case .parameter: !segment.isEmpty
        }
    }
}
