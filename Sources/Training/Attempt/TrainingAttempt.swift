import Datasets
import Evaluation
package import Foundation
package import Specification
import Students
import Teaching
import Torch

/// One attempt of one job: specification in; epochs, checkpoints and artifacts out.
package struct TrainingAttempt {
    private let assignment: EngineAssignment
    private let channel: any AttemptChannel
    private let now: @Sendable () -> Date
    /// Seconds of training between checkpoints inside an epoch; at an epoch's end there is always one.
    private let checkpointInterval: Double

    package init(
        _ assignment: EngineAssignment, channel: any AttemptChannel,
        now: @escaping @Sendable () -> Date = { Date() }, checkpointInterval: Double = 60
    ) {
        self.assignment = assignment
        self.channel = channel
        self.now = now
        self.checkpointInterval = checkpointInterval
    }

    /// Trains to the end, or until the channel says stop.
    /// - Returns: the terminal message; what went wrong is in it.
    package func run() -> EngineMessage {
        do {
            return try train()
        } catch let error as TrainingError {
            return .failed(JobFailure(kind: error.kind, detail: error.description))
        } catch let error as TeachingError {
            return .failed(JobFailure(kind: .diverged, detail: error.description))
        } catch let error as DatasetError {
            return .failed(JobFailure(kind: .invalid, detail: error.description))
        } catch let error as EvaluationError {
            return .failed(JobFailure(kind: .diverged, detail: error.description))
        } catch let error as StudentError {
            return .failed(JobFailure(kind: .invalid, detail: error.description))
        } catch {
            return .failed(JobFailure(kind: .infrastructure, detail: "\(error)"))
        }
    }

    /// Seconds that reading the data and the first step may take, and the writing of the artifacts.
    private static let startAllowance = 600.0
    /// The least that a step, or a batch of evaluation, may take.
    private static let leastAllowance = 30.0
    /// How many times as long as the slowest so far it may take: a teaching step is some plain ones, and where its horizon has several
    /// steps, as many for each of them.
    private static let patience = 10.0

    /// Seconds that the next step, or the next batch of evaluation, may take.
    /// - Parameters: slowest: seconds of the slowest of them so far; plainStep: of a step without its teaching; plainExample: of an
    ///   example in it; horizon: steps that a teaching step follows; evaluationBatch: examples.
    static func allowance(
        slowest: Double, plainStep: Double, plainExample: Double, horizon: Int, evaluationBatch: Int
    ) -> Double {
        let longest = max(slowest, Double(horizon) * plainStep, Double(evaluationBatch) * plainExample)
        return max(leastAllowance, patience * longest)
    }

    private static func allowance(_ run: TrainingRun, slowest: Double = 0) -> Double {
        allowance(
            slowest: slowest, plainStep: run.tally.plainStepSeconds,
            plainExample: run.tally.plainExampleSeconds, horizon: run.setting.horizon,
            evaluationBatch: run.data.data.evaluationBatch)
    }

    private func train() throws -> EngineMessage {
        try TorchRuntime.setThreads(assignment.threads)
        let specification = assignment.specification
        channel.progress(allowing: Self.startAllowance)
        try removePartialFiles()
        let task = try TrainingTask.named(specification.task)
        let data = try PreparedData(
            task.load(
                specification,
                DatasetCatalogue(
                    dataRoot: assignment.dataRoot, uploads: assignment.uploads, scratch: assignment.directory)
            ),
            batchSize: specification.training.batchSize)
        var run = try TrainingRun(specification, task: task, data: data, script: assignment.script)
        let resumed = try resume(&run)
        if resumed != nil {
            // It may go on with the longest of its steps.
            channel.progress(allowing: max(Self.startAllowance, Self.allowance(run)))
        }
        if resumed == nil, specification.teaching.teacher.from != nil {
            try run.start(from: TeacherFile(path(EngineAssignment.startingTeacher)))
        }
        try channel.send(.started(resumedFromEpoch: resumed))
        if resumed == nil {
            for note in data.data.notes + run.notes { try channel.send(.log(message: note)) }
        }
        // Whoever listens may have missed the last ones; those it has it drops.
        for record in run.records { try channel.send(.epoch(record)) }
        var saved = run.seconds
        while !run.isComplete {
            let record = try epoch(&run, saved: &saved)
            guard let record else {
                try save(run)
                return .stopped(epoch: run.epoch)
            }
            try channel.send(.epoch(record))
            try save(run)
            saved = run.seconds
            if channel.isStopRequested, !run.isComplete { return .stopped(epoch: run.epoch) }
        }
        return .finished(try finish(run))
    }

    /// What an attempt that was killed while it wrote has left behind.
    private func removePartialFiles() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: assignment.directory)
        for name in names where name.hasSuffix(".partial") {
            try FileManager.default.removeItem(atPath: path(name))
        }
    }

    private func epoch(_ run: inout TrainingRun, saved: inout Double) throws -> EpochRecord? {
        do {
            var last = ContinuousClock.now
            var slowest = 0.0
            return try run.runEpoch(now: now) { current in
                slowest = max(slowest, (ContinuousClock.now - last) / .seconds(1))
                last = .now
                channel.progress(allowing: Self.allowance(current, slowest: slowest))
                if current.seconds - saved >= checkpointInterval {
                    try save(current)
                    saved = current.seconds
                }
                return channel.isStopRequested
            }
        } catch TeachingError.diverged(let step, let what) {
            throw TrainingError.diverged(
                epoch: run.epoch + 1, reason: TeachingError.diverged(step: step, what: what).description)
        }
    }

    /// Takes the latest checkpoint that fits; one that does not is said and passed over.
    private func resume(_ run: inout TrainingRun) throws -> Int? {
        for epoch in try Checkpoint.epochs(in: assignment.directory) {
            do {
                let checkpoint = try Checkpoint.read(
                    from: path(Checkpoint.name(epoch: epoch)), like: run.loop.state, device: run.device)
                guard checkpoint.header.specification == assignment.specification else {
                    throw TrainingError.unreadableCheckpoint(
                        path: Checkpoint.name(epoch: epoch), reason: "it belongs to another specification")
                }
                run.resume(checkpoint)
                return epoch
            } catch {
                // Names, not places: the user need not know where the service keeps its files.
                let reason = "\(error)".replacingOccurrences(of: assignment.directory + "/", with: "")
                try channel.send(
                    .log(message: "\(reason) Training goes on from an earlier one, or begins afresh."))
            }
        }
        return nil
    }

    private func save(_ run: TrainingRun) throws {
        let name = Checkpoint.name(epoch: run.epoch)
        try run.checkpoint.write(to: path(name))
        for older in try Checkpoint.epochs(in: assignment.directory) where older < run.epoch {
            try FileManager.default.removeItem(atPath: path(Checkpoint.name(epoch: older)))
        }
        try channel.send(
            .file(
                EngineFile(
                    name: name, kind: .checkpoint, mediaType: MediaType.safetensors, epoch: run.epoch)))
    }

    private func finish(_ run: TrainingRun) throws -> JobResult {
        channel.progress(allowing: Self.startAllowance)
        for file in try Artifacts(run: run, directory: assignment.directory).write() {
            try channel.send(.file(file))
        }
        let plan = run.data.planner.plan(epoch: run.epoch - 1)
        return JobResult(
            test: run.records.last?.student.test ?? [:], epochs: run.epoch,
            parameters: run.loop.state.student.parameters.count,
            examples: ExampleUse(
                training: plan.training.count, teaching: plan.teaching.count, test: run.data.data.testCount,
                noisyLabels: run.data.data.noisyLabels),
            seconds: run.seconds)
    }

    private func path(_ name: String) -> String { assignment.directory + "/" + name }
}
