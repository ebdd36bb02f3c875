internal import Evaluation
internal import Foundation

/// Numbers of a table as people read them.
enum ComparisonText {
    static func number(_ value: Double?, digits: Int) -> String {
        value.map { String(format: "%.\(digits)f", $0) } ?? ""
    }

    static func interval(_ interval: ConfidenceInterval?) -> String {
        interval.map { "\(number($0.lower, digits: 4)) – \(number($0.upper, digits: 4))" } ?? ""
    }

    static func signed(_ value: Double?) -> String {
        value.map { String(format: "%+.4f", $0) } ?? ""
    }

    static func pValue(_ value: Double?) -> String {
        value.map { $0 < 0.0001 ? "< 0.0001" : number($0, digits: 4) } ?? ""
    }
}
