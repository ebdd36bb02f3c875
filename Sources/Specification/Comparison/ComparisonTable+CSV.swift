extension ComparisonTable {
    /// For programs: a row a method, then one for each loss that `best-single` tried (`kind` is `single`).
    package var csv: String {
        let heading = [
            "kind", "method", "single", "metric", "seeds", "scores", "mean", "lower", "upper", "pairs",
            "difference", "difference_lower", "difference_upper", "p_value", "seeds_needed", "seconds",
            "cost_ratio",
        ]
        return CommaSeparatedValues.text(
            [heading] + rows.map { cells($0, kind: "method") } + singles.map { cells($0, kind: "single") })
    }

    private func cells(_ row: ComparisonRow, kind: String) -> [String] {
        func number(_ value: Double?) -> String { value.map { String($0) } ?? "" }
        return [
            kind, row.method.rawValue, row.single ?? "", metric, String(seeds.count), String(row.count),
            number(row.mean), number(row.interval?.lower), number(row.interval?.upper),
            row.difference.map { String($0.count) } ?? "", number(row.difference?.mean),
            number(row.difference?.interval?.lower), number(row.difference?.interval?.upper),
            number(row.difference?.pValue), row.difference?.seedsNeeded.map { String($0) } ?? "",
            number(row.seconds), number(row.costRatio),
        ]
    }
}
