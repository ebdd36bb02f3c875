/// What cannot be judged, and why.
package enum EvaluationError: Error, Equatable, Sendable {
    /// Two lists that belong together have different lengths.
    case lengthsDisagree(what: String, found: Int, other: String, expected: Int)
    /// A class id that the score was not made for.
    case labelOutOfRange(what: String, found: Int, classes: Int)
    /// Two scores of different numbers of classes.
    case classesDisagree(found: Int, expected: Int)
    /// A number that has no place in an order or a mean.
    case notFinite(what: String, found: Double)
    /// A statistic of nothing.
    case noValues(what: String)
}

extension EvaluationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .lengthsDisagree(let what, let found, let other, let expected):
            "There are \(found) \(what) and \(expected) \(other); they must agree."
        case .labelOutOfRange(let what, let found, let classes):
            "\(what) has the class \(found); there are \(classes) classes, 0 to \(classes - 1)."
        case .classesDisagree(let found, let expected):
            "A score of \(found) classes cannot join one of \(expected)."
        case .notFinite(let what, let found):
            "\(what) is \(found); it must be a finite number."
        case .noValues(let what):
            "There are no \(what); at least one is needed."
        }
    }
}
