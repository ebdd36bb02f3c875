/// What a usable data set holds.
package struct DatasetFacts: Sendable, Equatable {
    /// For people.
    package let title: String
    /// Name of its `DatasetFormat`.
    package let format: String
    package let task: DatasetTask
    package let classes: [String]
    /// Of an example; where they differ, of the first one that trains.
    package let shape: ImageShape
    /// Examples a split.
    package let trainingCount: Int
    /// 0 where the data set has no such split.
    package let validationCount: Int
    package let testCount: Int
}
