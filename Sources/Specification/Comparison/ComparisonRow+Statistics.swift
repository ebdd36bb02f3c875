extension ComparisonRow {
    static func interval(_ values: [Double]) -> Interval? { nil }
    static func difference(_ pairs: [(Double, Double)]) -> Difference? {
        pairs.isEmpty
            ? nil
            : Difference(
                count: pairs.count, mean: pairs.map { $0.0 - $0.1 }.reduce(0, +) / Double(pairs.count))
    }
}
