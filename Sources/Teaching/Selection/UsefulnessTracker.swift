import func Foundation.erfc

/// The running usefulness of each metric: r_i = −dL_teach/dω_i, normalised over the metrics of its group at each teaching step,
/// as an exponentially weighted mean μ_i and variance σ_i² with effective count n.
package struct UsefulnessTracker: Codable, Sendable, Equatable {
    /// Share of the past that each observation keeps.
    package static let memory = 0.9

    package private(set) var mean: [Double]
    package private(set) var variance: [Double]
    /// Σ w and Σ w² of the observations' weights: n = (Σ w)² / Σ w².
    private var weight = 0.0
    private var squaredWeight = 0.0
    package private(set) var observations = 0

    package init(metrics: Int) {
        mean = Array(repeating: 0, count: metrics)
        variance = Array(repeating: 0, count: metrics)
    }

    package var effectiveCount: Double {
        squaredWeight > 0 ? weight * weight / squaredWeight : 0
    }

    /// - Parameter usefulness: r_i, normalised; finite.
    package mutating func observe(_ usefulness: [Double]) {
        let kept = Self.memory * weight
        weight = kept + 1
        squaredWeight = Self.memory * Self.memory * squaredWeight + 1
        observations += 1
        for (index, value) in usefulness.enumerated() {
            // West 1979: the weighted mean and variance, updated without a difference of squares.
            let difference = value - mean[index]
            mean[index] += difference / weight
            variance[index] = (kept / weight) * (variance[index] + difference * difference / weight)
        }
    }

    /// c_i = Φ(μ_i / (σ_i/√n)): the probability that the metric helps. One half before anything was observed.
    package var confidence: [Double] {
        zip(mean, variance).map { mean, variance in
            guard observations > 0 else { return 0.5 }
            let error = (variance / max(effectiveCount, 1)).squareRoot()
            guard error > 0 else { return mean > 0 ? 1 : mean < 0 ? 0 : 0.5 }
            return 0.5 * erfc(-mean / error / 2.0.squareRoot())
        }
    }

    package var deviation: [Double] { variance.map { $0.squareRoot() } }
}
