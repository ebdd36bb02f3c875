/// Student's t distribution.
package struct StudentsT: Sendable, Equatable {
    /// ν, at least 1.
    package let degrees: Int

    package init(degrees: Int) { self.degrees = degrees }

    /// P(|T| ≥ |t|) = I_{ν/(ν + t²)}(ν/2, 1/2).
    package func tails(beyond t: Double) -> Double {
        guard t.isFinite else { return t.isNaN ? .nan : 0 }
        let freedom = Double(degrees)
        let ratio = t * (t / freedom)
        return IncompleteBeta.regularized(
            1 / (1 + ratio), complement: ratio.isInfinite ? 1 : ratio / (1 + ratio), a: freedom / 2, b: 0.5)
    }

    /// The t > 0 that |T| exceeds with probability `level`, 0 < level < 1: the 1 − level/2 quantile.
    package func critical(level: Double) -> Double {
        Crossing.of(level) { tails(beyond: $0) }
    }
}
