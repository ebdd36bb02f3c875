/// What came of one job of a comparison, so far.
package struct ComparisonOutcome: Codable, Sendable, Equatable {
    package var seed: Int
    /// The job's id, where there is a service that has it.
    package var job: String?
    /// Nil where there is no such job: not begun, or deleted.
    package var state: JobState?
    /// The test score that is compared; nil without a result that has it.
    package var score: Double?
    /// As ``JobResult/seconds``.
    package var seconds: Double?
    /// Why there is no score and will be none.
    package var reason: String?

    package init(
        seed: Int, job: String? = nil, state: JobState? = nil, score: Double? = nil, seconds: Double? = nil,
        reason: String? = nil
    ) {
        self.seed = seed
        self.job = job
        self.state = state
        self.score = score
        self.seconds = seconds
        self.reason = reason
    }

    /// - Parameter metric: the test score that is compared.
    package init(
        seed: Int, job: String?, state: JobState, result: JobResult?, error: JobFailure?, metric: String
    ) {
        self.init(
            seed: seed, job: job, state: state, score: result?.test[metric], seconds: result?.seconds,
            reason: error.map { "\($0.kind.rawValue): \($0.detail)" })
        if let result, score == nil {
            let names = result.test.values.keys.sorted().joined(separator: ", ")
            reason = "The result has no test score '\(metric)'; it has \(names)."
        }
    }
}
