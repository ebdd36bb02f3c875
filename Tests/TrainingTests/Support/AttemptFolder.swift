import Foundation
import Specification
import Training

/// An attempt's folder, removed with the value.
final class AttemptFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "l2t-training-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file(name))) }

    func write(_ bytes: Data, to name: String) throws {
        try bytes.write(to: URL(fileURLWithPath: file(name)))
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    /// Runs an attempt here, at a time that stands still where no clock is given.
    func run(
        _ specification: JobSpecification, channel: RecordingChannel = RecordingChannel(),
        checkpointInterval: Double = 60, dataRoot: String? = nil, script: String? = nil,
        now: @escaping @Sendable () -> Date = { Date(timeIntervalSince1970: 1_700_000_000) }
    ) -> EngineMessage {
        let assignment = EngineAssignment(
            job: "job", attempt: 1, specification: specification, directory: path, dataRoot: dataRoot,
            script: script, threads: 1)
        return TrainingAttempt(
            assignment, channel: channel, now: now, checkpointInterval: checkpointInterval
        ).run()
    }
}

extension [EpochRecord] {
    /// Without what the machine's speed decides.
    var withoutTimes: [EpochRecord] {
        map { record in
            var record = record
            record.seconds = 0
            record.examplesPerSecond = 0
            record.teacher.overhead = 0
            return record
        }
    }
}

extension EngineMessage {
    var isFinished: Bool { result != nil }

    var result: JobResult? { if case .finished(let result) = self { result } else { nil } }

    var failure: JobFailure? { if case .failed(let failure) = self { failure } else { nil } }

    var stoppedEpoch: Int? { if case .stopped(let epoch) = self { epoch } else { nil } }
}
