import Foundation

/// The regularised incomplete beta function I_x(a, b).
enum IncompleteBeta {
    /// By its continued fraction (DLMF 8.17.22), evaluated by Lentz's method.
    /// - Parameters: x, complement: x in [0, 1] and 1 − x, each as exact as it is known; a, b: above 0.
    static func regularized(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard complement > 0 else { return 1 }
        // The fraction converges fast below the mean only.
        if x > (a + 1) / (a + b + 2) {
            return 1 - regularized(complement, complement: x, a: b, b: a)
        }
        var logarithm = a * (x < 0.5 ? log(x) : log1p(-complement))
        logarithm += b * (complement < 0.5 ? log(complement) : log1p(-x))
        logarithm -= logarithmOfBeta(a, b)
        return exp(logarithm) / a * fraction(x, a: a, b: b)
    }

    /// ln B(a, b) = ln Γ(small) − ln(Γ(large + small)/Γ(large)), the quotient by Stirling's series where its two would
    /// cancel (DLMF 5.11.1).
    private static func logarithmOfBeta(_ a: Double, _ b: Double) -> Double {
        let (small, large) = (min(a, b), max(a, b))
        guard large > 10 else {
            return logarithmOfGamma(small) + logarithmOfGamma(large) - logarithmOfGamma(small + large)
        }
        let sum = large + small
        var quotient = (large - 0.5) * log1p(small / large)
        quotient += small * (log(sum) - 1)
        quotient += remainder(sum) - remainder(large)
        return logarithmOfGamma(small) - quotient
    }

    /// ln Γ(x) − (x − 1/2) ln x + x − ln √(2π), x ≥ 10.
    private static func remainder(_ x: Double) -> Double {
        let square = 1 / (x * x)
        let terms: [Double] = [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360]
        return terms.reversed().reduce(0) { $0 * square + $1 } / x
    }

    private static func logarithmOfGamma(_ x: Double) -> Double {
        #if canImport(Glibc) || canImport(Musl)
            var sign: Int32 = 0
            return lgamma_r(x, &sign)
        #else
            return lgamma(x)
        #endif
    }

    private static func fraction(_ x: Double, a: Double, b: Double) -> Double {
        let tiny = Double.leastNormalMagnitude / Double.ulpOfOne
        func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / away(1 - (a + b) * x / (a + 1))
        var value = d
        for step in 1...100_000 {
            let m = Double(step)
            for term in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 / away(1 + term * d)
                c = away(1 + term / c)
                value *= c * d
            }
            if abs(c * d - 1) < Double.ulpOfOne { break }
        }
        return value
    }
}
