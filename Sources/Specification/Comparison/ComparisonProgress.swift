/// How far a comparison is.
package struct ComparisonProgress: Codable, Sendable, Equatable {
    /// Jobs that it was made of.
    package var jobs: Int
    /// Jobs by state, where there are any; those that were deleted are in none.
    package var states: [String: Int]

    package init(jobs: Int, states: [JobState: Int]) {
        self.jobs = jobs
        self.states = Dictionary(uniqueKeysWithValues: states.map { ($0.key.rawValue, $0.value) })
    }

    /// Jobs whose state is not terminal.
    package var unfinished: Int {
        states.filter { JobState(rawValue: $0.key)?.isTerminal == false }.values.reduce(0, +)
    }
}
