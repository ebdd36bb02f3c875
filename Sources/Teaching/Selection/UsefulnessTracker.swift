import func Foundation.erfc

/// The running usefulness of each metric: u_i = −r̄_i, r̄_i being the gradient r_i = dL_teach/dω_i normalised over the metrics of
/// its group at each teaching step. It is kept as an exponentially weighted mean μ_i and variance δ_i² with effective count n.
package struct UsefulnessTracker: Codable, Sendable, Equatable {
    /// Share of the past that each observation keeps.
    package static let memory = 0.9

    /// μ_i.
    package private(set) var mean: [Double]
    /// δ_i².
    package private(set) var variance: [Double]
    /// The sum of the observations' weights, and below it that of their squares: n is the square of the first over the second.
    private var weight = 0.0
    private var squaredWeight = 0.0
    package private(set) var observations = 0

    package init(metrics: Int) {
        mean = Array(repeating: 0, count: metrics)
        variance = Array(repeating: 0, count: metrics)
    }

    /// n.
    package var effectiveCount: Double {
        squaredWeight > 0 ? weight * weight / squaredWeight : 0
    }

    /// - Parameter usefulness: u_i; finite.
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

    /// κ_i = Φ(μ_i / (δ_i/√n)): the probability that the metric helps. One half before anything was observed.
    package var confidence: [Double] {
        zip(mean, variance).map { mean, variance in
            guard observations > 0 else { return 0.5 }
            let error = (variance / max(effectiveCount, 1)).squareRoot()
            guard error > 0 else { return mean > 0 ? 1 : mean < 0 ? 0 : 0.5 }
            return 0.5 * erfc(-mean / error / 2.0.squareRoot())
        }
    }

    /// δ_i.
    package var deviation: [Double] { variance.map { $0.squareRoot() } }
}
