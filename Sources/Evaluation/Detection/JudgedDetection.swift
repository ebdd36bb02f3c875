/// What a detection came to, at each size class and threshold; where it is neither, it does not count.
struct JudgedDetection: Sendable {
    let score: Double
    /// For each ``AreaRange`` a bit for each of ``DetectionScore/thresholds``.
    var right = SIMD4<UInt16>()
    var wrong = SIMD4<UInt16>()
}
