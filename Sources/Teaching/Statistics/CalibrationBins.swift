/// The expected calibration error (Naeini et al. 2015) over 10 equal bins of confidence, gathered example by example.
package struct CalibrationBins: Codable, Sendable, Equatable {
    /// Per bin: Σ (correct − confidence).
    private var gaps = Array(repeating: 0.0, count: 10)
    private var count = 0

    package init() {}

    package mutating func observe(confidence: Double, isCorrect: Bool) {
        gaps[min(9, max(0, Int(confidence * 10)))] += (isCorrect ? 1 : 0) - confidence
        count += 1
    }

    /// Σ_bins |accuracy − mean confidence| · share of the bin; 0 before anything was observed.
    package var error: Double {
        gaps.reduce(0) { $0 + abs($1) } / Double(max(count, 1))
    }
}
