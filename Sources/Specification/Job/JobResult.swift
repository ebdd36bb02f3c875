/// What came out of a job that succeeded.
package struct JobResult: Codable, Sendable, Equatable {
    /// On the test split, after the last epoch.
    package var test: Scores
    package var epochs: Int
    /// Trainable scalars of the student.
    package var parameters: Int
    package var examples: ExampleUse
    /// Of training and evaluation together, over all attempts.
    package var seconds: Double

    package init(test: Scores, epochs: Int, parameters: Int, examples: ExampleUse, seconds: Double) {
        self.test = test
        self.epochs = epochs
        self.parameters = parameters
        self.examples = examples
        self.seconds = seconds
    }
}
