import Foundation

/// The noncentral t distribution: of (Z + δ)/√(χ²_ν/ν), the t statistic of a mean that is not 0.
struct NoncentralT {
    /// ν, at least 1.
    let degrees: Int
    /// δ.
    let shift: Double

    /// P(|T| > t), t ≥ 0, = ∫ [Φ(δ − ts) + Φ(−δ − ts)] f(s) ds over the density f of s = √(χ²_ν/ν).
    ///
    /// By Gauss and Legendre's rule of five points, over the 14 deviations of s about 1 that hold all but 1e-20 of it; f is
    /// normalised by the same rule, so no Γ is needed. The cost is independent of ν and δ.
    func tails(beyond t: Double) -> Double {
        let freedom = Double(degrees)
        let reach = 14 / (2 * freedom).squareRoot()
        let lower = max(0, 1 - reach)
        let panels = 800
        let half = (1 + reach - lower) / Double(2 * panels)
        var integral = 0.0
        var total = 0.0
        for panel in 0..<panels {
            let centre = lower + Double(2 * panel + 1) * half
            for (node, share) in Self.nodes {
                let s = centre + node * half
                // s^(ν−1) e^(−νs²/2), scaled to about 1 at its top.
                let weight = share * exp((freedom - 1) * log(s) - freedom * (s - 1) * (s + 1) / 2)
                total += weight
                integral += weight * NormalDistribution.cumulative(shift - t * s)
                integral += weight * NormalDistribution.cumulative(-shift - t * s)
            }
        }
        return integral / total
    }

    /// Places in [−1, 1] and their weights (DLMF 3.5).
    private static let nodes: [(node: Double, share: Double)] = {
        let inner = (5 - 2 * (10.0 / 7).squareRoot()).squareRoot() / 3
        let outer = (5 + 2 * (10.0 / 7).squareRoot()).squareRoot() / 3
        let root = 13 * 70.0.squareRoot()
        let (innerShare, outerShare) = ((322 + root) / 900, (322 - root) / 900)
        return [
            (-outer, outerShare), (-inner, innerShare), (0, 128.0 / 225), (inner, innerShare),
            (outer, outerShare),
        ]
    }()
}
