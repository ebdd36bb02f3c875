/// What an engine process tells the service, one JSON object a line: `{"epoch": {"_0": {…}}}`.
///
/// A resumed attempt sends every epoch record of its checkpoint again before it goes on; whoever reads drops the
/// epochs it has. So no record is lost, whichever side dies between the checkpoint and the line.
package enum EngineMessage: Codable, Sendable, Equatable {
    /// The tensor library is loaded; the process waits for its assignment.
    case ready
    /// Training begins, from this epoch's checkpoint (nil: afresh).
    case started(resumedFromEpoch: Int?)
    case epoch(EpochRecord)
    /// A file in the attempt's folder, complete and durable.
    case file(EngineFile)
    case log(message: String)
    /// Sent at least every five seconds while the process is alive and its training goes on.
    case heartbeat
    /// Terminal, one of three: all epochs done; stopped as told, with a checkpoint; failed.
    case finished(JobResult)
    case stopped(epoch: Int)
    case failed(JobFailure)
}

/// A file that the engine wrote: name inside the attempt's folder, purpose, and the epoch of a checkpoint.
package struct EngineFile: Codable, Sendable, Equatable {
    package var name: String
    package var kind: Artifact.Kind
    package var mediaType: String
    package var epoch: Int?

    package init(name: String, kind: Artifact.Kind, mediaType: String, epoch: Int? = nil) {
        self.name = name
        self.kind = kind
        self.mediaType = mediaType
        self.epoch = epoch
    }
}
