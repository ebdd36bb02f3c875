/// A job of a comparison before it is anywhere.
package struct ComparisonJob: Sendable, Equatable {
    package var entry: ComparisonEntry
    package var specification: JobSpecification

    package init(entry: ComparisonEntry, specification: JobSpecification) {
        self.entry = entry
        self.specification = specification
    }
}

extension ComparisonSpecification {
    /// The metadata that a comparison gives its jobs, beside the specification's own.
    static let metadataNames = ["comparison", "method", "seed", "single"]
    private static let nameLimit = 200

    /// All jobs, seed by seed, so that a comparison under way has pairs early. Jobs of one seed see the data in the
    /// same order.
    /// - Parameter id: the comparison's, for the jobs' metadata; nil where it has none.
    package func jobs(id: String?) -> [ComparisonJob] {
        seeds.flatMap { seed in
            methods.flatMap { method -> [ComparisonEntry] in
                switch method {
                case .method: [ComparisonEntry(method: method, seed: seed)]
                case .bestSingle:
                    trainedSingles.map { ComparisonEntry(method: method, single: $0.metric, seed: seed) }
                }
            }
        }.map { ComparisonJob(entry: $0, specification: specification($0, id: id)) }
    }

    private func specification(_ entry: ComparisonEntry, id: String?) -> JobSpecification {
        var job = specification
        job.name = name(entry)
        job.metadata["comparison"] = id
        job.metadata["method"] = entry.method.rawValue
        job.metadata["seed"] = String(entry.seed)
        job.metadata["single"] = entry.single
        job.training.seed = entry.seed
        // The test split is read once, at the end.
        job.training.evaluationInterval = job.training.epochs
        // A teacher goes on with the method that made it.
        if entry.method != .method(specification.teaching.method) {
            job.teaching.teacher.from = nil
            job.teaching.teacher.frozen = false
        }
        switch entry.method {
        case .method(let method):
            job.teaching.method = method
            if method != .fixed { job.teaching.weights = nil }
        case .bestSingle:
            let weights = singles.first { $0.metric == entry.single }?.weights ?? [:]
            job.teaching.method = .fixed
            job.teaching.weights = weights
            // The reference metrics of other groups, where the set has them not.
            job.teaching.metrics += weights.keys.filter { !job.teaching.metrics.contains($0) }.sorted()
        }
        if !job.teaching.method.weighsMetrics {
            job.teaching.horizon = 1
            job.teaching.granularity = .batch
        }
        return job
    }

    /// `first try · dfm · seed 2`; a long name is cut.
    private func name(_ entry: ComparisonEntry) -> String {
        let end = "\(entry.label) · seed \(entry.seed)"
        guard let name, !name.isEmpty else { return end }
        let room = max(0, Self.nameLimit - " · \(end)".unicodeScalars.count)
        return String(String.UnicodeScalarView(name.unicodeScalars.prefix(room))) + " · \(end)"
    }
}
