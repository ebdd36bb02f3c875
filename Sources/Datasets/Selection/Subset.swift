/// How much of the training split is used.
package enum Subset: Sendable, Equatable {
    /// 0 < fraction ≤ 1, rounded to the nearest number of examples.
    case fraction(Double)
    case count(Int)

    /// A single number as a job specification has it: up to 1 a fraction (1 is everything), above 1 a whole
    /// number of examples. - Throws: `invalidChoice`.
    package init(_ value: Double) throws(DatasetError) {
        if value > 0, value <= 1 {
            self = .fraction(value)
        } else if let count = Int(exactly: value), count > 1 {
            self = .count(count)
        } else {
            throw .invalidChoice(
                name: "subset", found: "\(value)",
                allowed: "a fraction above 0, up to 1, or a whole number of examples")
        }
    }

    /// How many of `total` examples. - Throws: `invalidChoice` if that is none, or more than there are.
    package func count(of total: Int) throws(DatasetError) -> Int {
        switch self {
        case .fraction(let fraction):
            guard fraction > 0, fraction <= 1, case let count = Int((fraction * Double(total)).rounded()),
                count > 0
            else {
                throw .invalidChoice(
                    name: "subset", found: "the fraction \(fraction) of \(total) examples",
                    allowed: "above 0, up to 1, and at least one example")
            }
            return count
        case .count(let count):
            guard (1...max(1, total)).contains(count) else {
                throw .invalidChoice(
                    name: "subset", found: "\(count) examples",
                    allowed: "1 to \(total), which is all there are")
            }
            return count
        }
    }
}
