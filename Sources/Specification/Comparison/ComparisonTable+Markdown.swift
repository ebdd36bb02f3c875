extension ComparisonTable {
    /// For people: a row a method, then every loss that `best-single` tried, then what is missing and why.
    package var markdown: String {
        let heading = [
            "method", "seeds", Self.cell(metric), "95 % interval", "less reference", "95 % interval", "p",
            "seeds needed", "seconds", "cost",
        ]
        var parts = [Self.table(heading, rows.map(cells))]
        if !singles.isEmpty { parts.append(Self.table(heading, singles.map(cells))) }
        let remarks = notes + missing
        if !remarks.isEmpty { parts.append(remarks.map { "- \($0)\n" }.joined()) }
        return parts.joined(separator: "\n")
    }

    private func cells(_ row: ComparisonRow) -> [String] {
        [
            row.single.map { "\(row.method.rawValue) (\($0))" } ?? row.method.rawValue,
            "\(row.count)/\(seeds.count)", ComparisonText.number(row.mean, digits: 4),
            ComparisonText.interval(row.interval), ComparisonText.signed(row.difference?.mean),
            ComparisonText.interval(row.difference?.interval), ComparisonText.pValue(row.difference?.pValue),
            row.difference?.seedsNeeded.map { String($0) } ?? "",
            ComparisonText.number(row.seconds, digits: 1), ComparisonText.number(row.costRatio, digits: 2),
        ]
    }

    /// A line for each job that ended without a score, or is no more.
    private var missing: [String] {
        (rows.filter { $0.method != .bestSingle } + singles).flatMap { row in
            row.outcomes.filter { $0.score == nil && $0.state?.isTerminal != false }.map { outcome in
                let entry = ComparisonEntry(method: row.method, single: row.single, seed: outcome.seed)
                let state = outcome.state?.rawValue ?? "missing"
                let reason = outcome.reason.map { ": \(Self.line($0))" } ?? ""
                return "\(entry.label), seed \(entry.seed): \(state)\(reason)"
            }
        }
    }

    private static func table(_ heading: [String], _ rows: [[String]]) -> String {
        ([heading, heading.map { _ in "---" }] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }

    private static func cell(_ text: String) -> String {
        line(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
