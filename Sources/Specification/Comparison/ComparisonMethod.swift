/// One of the ways to teach that a comparison compares: a method of a job, or `best-single`, which stands for one job
/// a metric of the set, each trained with that metric alone.
package enum ComparisonMethod: Hashable, Sendable, RawRepresentable, CaseIterable, Codable {
    case method(TeachingPlan.Method)
    case bestSingle

    package init?(rawValue: String) {
        if rawValue == Self.bestSingleName {
            self = .bestSingle
        } else if let method = TeachingPlan.Method(rawValue: rawValue) {
            self = .method(method)
        } else {
            return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .method(let method): method.rawValue
        case .bestSingle: Self.bestSingleName
        }
    }

    package static let allCases = TeachingPlan.Method.allCases.map(Self.method) + [.bestSingle]
    /// What the others are compared with.
    package static let reference = Self.method(.reference)

    private static let bestSingleName = "best-single"
}
