/// A data set that jobs may name.
package struct DatasetDescription: Codable, Sendable, Equatable {
    package var name: String
    /// Nil where there is a ``problem``.
    package var task: TaskKind?
    package var format: String
    package var classes: [String]
    /// `[channels, height, width]` of an example.
    package var shape: [Int]
    /// Examples by split: `train`, `test`, and `validation` where there is one.
    package var splits: [String: Int]
    /// `embedded`, `data root`, or ``uploadSource``.
    package var source: String
    /// The `source` of an uploaded one.
    package static let uploadSource = "upload"
    /// Why jobs cannot use it; nil where they can.
    package var problem: String?

    package init(
        name: String, task: TaskKind?, format: String, classes: [String], shape: [Int], splits: [String: Int],
        source: String, problem: String? = nil
    ) {
        self.name = name
        self.task = task
        self.format = format
        self.classes = classes
        self.shape = shape
        self.splits = splits
        self.source = source
        self.problem = problem
    }
}

extension DatasetDescription {
    /// Its classes and the size of its examples.
    var spokenContent: String {
        "\(classes.count) \(classes.count == 1 ? "class" : "classes") (\(classes.prefix(10).joined(separator: ", "))"
            + "\(classes.count > 10 ? ", …" : "")) and examples of \(shape.map(String.init).joined(separator: "×"))"
    }
}
