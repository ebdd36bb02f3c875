/// One specification, taught in several ways with several seeds. Every default is filled in.
package struct ComparisonSpecification: Codable, Sendable, Equatable {
    package var name: String?
    /// Of all its jobs, but for the method, the seed, and what follows from them.
    package var specification: JobSpecification
    package var methods: [ComparisonMethod]
    package var seeds: [Int]
    /// The test score that is compared.
    package var metric: String
    /// The losses that `best-single` tries; empty where it is not among the methods.
    package var singles: [SingleLoss]

    /// What a table or a queue can take.
    package static let jobLimit = 200

    package init(
        name: String?, specification: JobSpecification, methods: [ComparisonMethod], seeds: [Int],
        metric: String, singles: [SingleLoss]
    ) {
        self.name = name
        self.specification = specification
        self.methods = methods
        self.seeds = seeds
        self.metric = metric
        self.singles = singles
    }

    /// The losses of `best-single` that have students of their own, which the reference loss has not where `reference`
    /// is a method.
    var trainedSingles: [SingleLoss] {
        singles.filter { !isReference($0) }
    }

    /// Whether the students of `reference` are this loss's.
    func isReference(_ single: SingleLoss) -> Bool {
        single.isReference && methods.contains(.reference)
    }

    /// Whether less of the score is better, as of a loss.
    package var prefersLess: Bool { metric == "loss" }
}
