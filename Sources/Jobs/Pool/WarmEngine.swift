/// An engine process that waits for a job.
struct WarmEngine {
    let process: EngineProcess
    let spawnedAt: Double
    var isReady = false
}
