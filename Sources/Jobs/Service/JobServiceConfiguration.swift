package import Foundation

/// All that a service is told, once, at its start.
package struct JobServiceConfiguration: Sendable {
    package var stateDirectory: StateDirectory
    package var engine: EngineLaunch
    package var dataRoot: String?
    /// Jobs that run at once.
    package var slots: Int
    /// Tensor threads of one job; slots × threads should not exceed the cores.
    package var threads: Int
    /// Where the system's control groups are, `/sys/fs/cgroup`, for the kernel to hold engines to their memory; nil leaves
    /// it to looks at them.
    package var controlGroups: String?
    /// Jobs that may wait.
    package var queueLimits = QueueLimits(total: 1_000, perOwner: 100)
    package var webhooks = WebhookOptions()
    package var predictions = PredictionLimits()
    package var uploads = UploadLimits()
    /// Whether students may be TorchScript modules of users, which are code.
    package var allowsTorchScript = false
    /// Bytes that must be free where the state directory is, for jobs to be taken or begun.
    package var minimumFreeSpace = 64 << 20
    /// Seconds from the spawn of an engine process to its `ready`.
    package var loadingTimeout = 60.0
    /// Seconds without any message after which a running engine is taken for hung.
    package var heartbeatTimeout = 15.0
    /// Seconds that an engine has to save a checkpoint and say `stopped`.
    package var stopGrace = 30.0
    /// Seconds that an engine has to exit after its last message.
    package var exitGrace = 10.0
    /// Seconds between two looks at an engine's clocks and memory.
    package var pollInterval = 1.0
    /// Seconds before the next attempt, by the number of attempts lost so far.
    package var backOff: @Sendable (Int) -> Double = { min(60, exp2(Double($0 - 1))) }
    package var now: @Sendable () -> Date = { Date() }

    package init(
        stateDirectory: StateDirectory, engine: EngineLaunch, dataRoot: String? = nil, slots: Int = 1,
        threads: Int = 1
    ) {
        self.stateDirectory = stateDirectory
        self.engine = engine
        self.dataRoot = dataRoot
        self.slots = slots
        self.threads = threads
    }
}
