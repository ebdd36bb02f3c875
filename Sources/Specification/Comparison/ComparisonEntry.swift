/// Which of a comparison's jobs a job is.
package struct ComparisonEntry: Codable, Sendable, Hashable {
    package var method: ComparisonMethod
    /// `best-single` only: the metric that the student is trained with.
    package var single: String?
    package var seed: Int

    package init(method: ComparisonMethod, single: String? = nil, seed: Int) {
        self.method = method
        self.single = single
        self.seed = seed
    }

    /// `dfm`, `best-single focal`.
    package var label: String { single.map { "\(method.rawValue) \($0)" } ?? method.rawValue }
}
