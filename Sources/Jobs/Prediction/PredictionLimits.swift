/// What predictions may take of the machine.
package struct PredictionLimits: Sendable, Equatable {
    /// Engine processes that predict at once.
    package var processes = 2
    /// Predictions that wait for a process.
    package var waiting = 8
    /// From the start of a process to its answer.
    package var seconds = 30.0
    /// MiB of resident memory.
    package var memoryMb = 4096

    package init() {}

    /// How long an answer can take where everything before it takes as long as it may.
    package var longestSeconds: Double { seconds * Double(waiting / max(1, processes) + 2) }
}
