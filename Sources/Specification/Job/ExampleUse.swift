/// How many examples were used for what, in the last epoch.
package struct ExampleUse: Codable, Sendable, Equatable {
    package var training: Int
    package var teaching: Int
    package var test: Int
    /// Training labels that were replaced on purpose.
    package var noisyLabels: Int

    package init(training: Int, teaching: Int, test: Int, noisyLabels: Int) {
        self.training = training
        self.teaching = teaching
        self.test = test
        self.noisyLabels = noisyLabels
    }
}
