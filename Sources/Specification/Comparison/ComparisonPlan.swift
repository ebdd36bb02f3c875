/// What a comparison would submit.
package struct ComparisonPlan: Codable, Sendable, Equatable {
    package var specification: ComparisonSpecification
    /// How many jobs.
    package var count: Int
    /// Of the jobs, in the order in which they would be submitted.
    package var names: [String]

    package init(_ specification: ComparisonSpecification) {
        self.specification = specification
        names = specification.jobs(id: nil).compactMap(\.specification.name)
        count = names.count
    }
}
