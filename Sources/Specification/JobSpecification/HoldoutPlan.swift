/// Where the teaching examples come from.
package struct HoldoutPlan: Codable, Sendable, Equatable {
    package enum Mode: String, Codable, Sendable, CaseIterable {
        /// The same fraction teaches in each epoch, and never trains.
        case fixed
        /// Another fraction teaches in each epoch, in turn; the others train.
        case rotating
        /// Nothing is held out: the batch that trains next teaches before it does.
        case nextBatch = "next_batch"
        /// The data set's own validation split teaches.
        case validation
        /// A fraction that label noise leaves alone: a part of it teaches in each epoch, in turn, and the others train.
        /// Classification only.
        case trusted
        /// The training split of another data set teaches, a part of it in each epoch, in turn; the others train.
        /// Classification only.
        case dataset

        /// Whether the teaching examples' labels are right, whatever label noise does to the others.
        package var isTrusted: Bool { self == .trusted || self == .dataset }
        package var isForClassificationOnly: Bool { isTrusted }
    }

    package var mode: Mode
    /// Of the training examples; for the modes `fixed`, `rotating` and `trusted` alone.
    package var fraction: Double
    /// The other data set's name; nil but for mode `dataset`.
    package var dataset: String?
}
