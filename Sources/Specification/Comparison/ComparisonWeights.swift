/// How each method weighed the metrics as its students learned: mean over the seeds, by epoch, as comma-separated
/// values.
package struct ComparisonWeights {
    /// Columns: `method`, `epoch`, `seeds` (of how many the means are), then one a metric.
    package let text: String

    /// - Parameter records: the epoch records of the jobs. An epoch that only some seeds have is the mean of those.
    package init(_ specification: ComparisonSpecification, records: [ComparisonEntry: [EpochRecord]]) {
        let methods = specification.methods.filter { $0 != .bestSingle }
        func recorded(_ method: ComparisonMethod) -> [EpochRecord] {
            specification.seeds.flatMap { records[ComparisonEntry(method: method, seed: $0)] ?? [] }
        }
        let metrics = Set(methods.flatMap(recorded).flatMap(\.teacher.weights.keys)).sorted()
        let rows = methods.flatMap { method -> [[String]] in
            let own = recorded(method)
            let epochs = Dictionary(grouping: own, by: \.epoch)
            return epochs.keys.sorted().map { epoch in
                let weights = (epochs[epoch] ?? []).map(\.teacher.weights)
                return [method.rawValue, String(epoch), String(weights.count)]
                    + metrics.map { metric in
                        String(weights.map { $0[metric] ?? 0 }.reduce(0, +) / Double(max(1, weights.count)))
                    }
            }
        }
        text = CommaSeparatedValues.text([["method", "epoch", "seeds"] + metrics] + rows)
    }
}
