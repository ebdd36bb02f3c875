import Foundation

/// Exponential imbalance (Cui et al. 2019, "Class-balanced loss based on effective number of samples"): class
/// c of C keeps n_c · factor^(−c / (C − 1)) of its n_c examples, to the nearest, at least one of those it
/// has.
struct LongTail {
    let factor: Double

    /// - Throws: `invalidChoice` unless `factor` is finite and at least 1.
    init(factor: Double) throws(DatasetError) {
        guard factor.isFinite, factor >= 1 else {
            throw .invalidChoice(
                name: "imbalance_factor", found: "\(factor)", allowed: "1 (as it is) or more, and finite")
        }
        self.factor = factor
    }

    func counts(_ counts: [Int]) -> [Int] {
        let last = Double(max(counts.count - 1, 1))
        return counts.enumerated().map { label, count in
            let kept = (Double(count) * pow(factor, -Double(label) / last)).rounded()
            return min(count, max(1, Int(kept)))
        }
    }
}
