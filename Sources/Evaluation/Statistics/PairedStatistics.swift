/// Two methods on the same seeds: the difference that the second makes to the first, seed by seed.
package struct PairedStatistics: Codable, Sendable, Equatable {
    /// Of method − reference.
    package let difference: SampleStatistics
    /// The paired t test's, two-sided: how often a difference at least this clear would come up if there were none in
    /// truth. Nil for one pair, and where no pair differs; 0 where all differ by the same.
    package let pValue: Double?

    /// - Parameters: reference, method: the same number for each seed, in the same order of seeds.
    /// - Throws: `lengthsDisagree`, `noValues`, `notFinite`.
    package init(reference: [Double], method: [Double]) throws(EvaluationError) {
        guard reference.count == method.count else {
            throw .lengthsDisagree(
                what: "values of the method", found: method.count, other: "of the reference",
                expected: reference.count)
        }
        difference = try SampleStatistics(zip(reference, method).map { $1 - $0 })
        guard let deviation = difference.deviation, deviation > 0 || difference.mean != 0 else {
            pValue = nil
            return
        }
        let t = difference.mean / (deviation / Double(difference.count).squareRoot())
        pValue = StudentsT(degrees: difference.count - 1).tails(beyond: t)
    }

    /// What it would take to tell this difference; nil for one pair.
    package var power: PowerNote? {
        difference.deviation.map { PowerNote(difference: difference.mean, deviation: $0) }
    }
}
