import Datasets
import Foundation
import Specification
import Students
import Teaching
import Torch

/// One training from where it stands to its end, epoch by epoch. Logging, checkpoints and stopping happen between
/// the steps of the teaching loop.
struct TrainingRun {
    let specification: JobSpecification
    let task: TrainingTask
    let data: PreparedData
    let setting: TeachingSetting
    let device: Device
    private let schedule: LearningRateSchedule
    private let totalSteps: Int
    private let warmupSteps: Int
    private let dropoutSeeds: RandomStream
    private(set) var loop: TeachingLoop
    private(set) var epoch = 0
    private(set) var batch = 0
    private(set) var tally: EpochTally
    private(set) var records: [EpochRecord] = []
    private(set) var seconds = 0.0

    /// What a user should know of the student, a sentence each.
    let notes: [String]

    /// - Parameter script: the file of a student that is a TorchScript module.
    init(
        _ specification: JobSpecification, task: TrainingTask, data: PreparedData, script: String? = nil
    ) throws {
        let plan = specification.training
        self.specification = specification
        self.task = task
        self.data = data
        setting = try TeachingSetting(
            specification, task: task, shape: data.data.shape, classShares: data.data.classShares,
            script: script)
        device = try Device(name: plan.device)
        schedule = LearningRateSchedule.all.first { $0.name == plan.schedule } ?? .constant
        let steps = data.steps(epochs: plan.epochs)
        totalSteps = steps.reduce(0, +)
        warmupSteps = Int((plan.warmupEpochs * Double(steps.first ?? 0)).rounded())
        dropoutSeeds = RandomStream(seed: UInt64(plan.seed), purpose: "dropout")
        var start = RandomStream(seed: UInt64(plan.seed), purpose: "parameters").source(0)
        let state = try setting.initialState(
            random: Torch.RandomSource(seed: start.next()), type: DataType(plan.precision), device: device)
        notes =
            try (setting.network as? ScriptNetwork)?.fit(
                data.data.shape, layout: setting.layout, state: state.student,
                derivativesOf: setting.horizon > 1 ? specification.training.batchSize : nil) ?? []
        loop = TeachingLoop(setting: setting, state: state)
        tally = EpochTally(metrics: setting.metrics.count, classes: setting.classes)
    }

    var isComplete: Bool { epoch >= specification.training.epochs }

    /// Goes on with the epoch in progress until its end.
    /// - Parameter between: called between steps, and before and between the batches of an evaluation; true stops there.
    /// - Returns: the epoch's record, or nil where it was stopped; an evaluation that was stopped is made anew.
    mutating func runEpoch(
        now: () -> Date, between: (TrainingRun) throws -> Bool
    ) throws -> EpochRecord? {
        var last = now()
        let plan = data.planner.plan(epoch: epoch)
        let batches = try data.batches(plan)
        let loader = data.loader(Array(batches.dropFirst(batch)), epoch: epoch)
        while let next = try loader.next() {
            try step(labelled(next), plan: plan, batches: batches)
            let time = now()
            tally.seconds += time.timeIntervalSince(last)
            seconds += time.timeIntervalSince(last)
            last = time
            let endsEpoch = batch == batches.count && plan.teaching.isEmpty && !isTestEpoch
            if !endsEpoch, try between(self) { return nil }
        }
        return try finishEpoch(plan, now: now, between: between)
    }

    private var type: DataType { DataType(specification.training.precision) }

    private func labelled(_ batch: Batch) throws -> LabelledBatch {
        try LabelledBatch(batch, of: data.data, for: setting.network, type: type, device: device)
    }

    /// The schedule's factor for student step `step`, 0-based.
    private func learningRateFactor(_ step: Int) -> Double {
        schedule.factor(step: step, total: totalSteps, warmup: warmupSteps)
    }

    private mutating func step(_ labelled: LabelledBatch, plan: EpochPlan, batches: [[Int]]) throws {
        let step = loop.state.course.step
        let factor = learningRateFactor(step)
        var seed = dropoutSeeds.source(step)
        let (run, turn) = (self, step / setting.interval)
        let report = try loop.step(
            batch: labelled, learningRate: specification.training.optimizer.learningRate * factor,
            progress: Double(step) / Double(max(totalSteps, 1)), rate: factor, dropoutSeed: seed.next()
        ) {
            try run.labelled(
                run.data.teachingBatch(plan, turn: turn, batches: batches, position: run.batch))
        }
        tally.observe(report, examples: labelled.input.shape[0])
        batch += 1
    }

    private mutating func finishEpoch(
        _ plan: EpochPlan, now: () -> Date, between: (TrainingRun) throws -> Bool
    ) throws -> EpochRecord? {
        let start = now()
        // That of the epoch's last step; the next step's would be 0 at the end of a cosine.
        let factor = learningRateFactor(max(0, loop.state.course.step - 1))
        let rate = specification.training.optimizer.learningRate * factor
        let between = { [run = self] in try between(run) }
        var teaching: Evaluation?
        if !plan.teaching.isEmpty {
            teaching = try evaluate(data.teachingEvaluationLoader(plan), between: between)
            guard teaching != nil else { return nil }
        }
        var test: Evaluation?
        if isTestEpoch {
            test = try evaluate(data.testLoader(), between: between)
            guard test != nil else { return nil }
        }
        let end = now()
        seconds += end.timeIntervalSince(start)
        let record = EpochRecord(
            epoch: epoch + 1, step: loop.state.course.step, time: end,
            seconds: tally.seconds + end.timeIntervalSince(start),
            examplesPerSecond: tally.examplesPerSecond, learningRate: rate, teacher: teacherRecord(),
            student: StudentRecord(
                loss: tally.meanLoss, metrics: named(tally.meanValues),
                train: [
                    task.answerScore: tally.accuracy, task.answerLoss: tally.meanCrossEntropy,
                ], teaching: teaching?.scores, test: test?.scores,
                statistics: tally.statistics(
                    layers: loop.state.course.statistics.layers, teachingCrossEntropy: teaching?.crossEntropy)
            ))
        epoch += 1
        batch = 0
        tally = EpochTally(metrics: setting.metrics.count, classes: setting.classes)
        records.append(record)
        return record
    }

    /// Whether the test split is read after the epoch in progress.
    private var isTestEpoch: Bool {
        let plan = specification.training
        return (epoch + 1).isMultiple(of: plan.evaluationInterval) || epoch + 1 == plan.epochs
    }

    private func teacherRecord() -> TeacherRecord {
        let course = loop.state.course
        let spreads = zip(course.tracker.mean, course.tracker.deviation).map {
            Spread(mean: $0, deviation: $1)
        }
        return TeacherRecord(
            weights: named(tally.meanWeights),
            selected: zip(setting.metrics.names, course.selection).filter(\.1).map(\.0),
            confidence: named(course.tracker.confidence), usefulness: named(spreads),
            loss: loop.state.teacher.loss, updates: loop.state.teacher.updates, overhead: tally.overhead)
    }

    private func named<Value>(_ values: [Value]) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: zip(setting.metrics.names, values))
    }

    /// What an evaluation came to.
    struct Evaluation {
        /// The judge's scores, and the reference loss as `loss`.
        var scores: Scores
        /// Mean over the answers, in nats.
        var crossEntropy: Double
    }

    /// Judges the student as it stands, with running statistics.
    /// - Parameter between: called between batches; true stops there. - Returns: nil where it was stopped.
    private func evaluate(_ loader: BatchLoader, between: () throws -> Bool) throws -> Evaluation? {
        let student = loop.state.student
        let (network, references) = (setting.network, task.teaching.references)
        var judge = data.data.judge()
        var loss = 0.0
        var examples = 0
        var crossEntropy = PowerSums()
        while let next = try loader.next() {
            let labelled = try labelled(next)
            try Torch.withoutGradient {
                let output = try network(
                    labelled.input, parameters: student.parameters, statistics: student.statistics,
                    mode: .evaluation
                ).output
                let input = MetricInput(output: output, target: labelled.target)
                for reference in references {
                    let value = try reference.value(input).item()
                    guard value.isFinite else {
                        // What the epoch's last step has made of the student.
                        throw TeachingError.diverged(
                            step: loop.state.course.step, what: "metric '\(reference.name)'")
                    }
                    loss += value * Double(next.count)
                }
                examples += next.count
                let answers = try setting.layout.answers(output: output, target: labelled.target)
                for value in answers.crossEntropy { crossEntropy.add(value) }
                try judge.observe(output, batch: next)
            }
            if try between() { return nil }
        }
        loss /= Double(max(examples, 1))
        var scores = judge.scores
        scores.values["loss"] = loss
        return Evaluation(scores: scores, crossEntropy: crossEntropy.mean)
    }
}

extension TrainingRun {
    var checkpoint: Checkpoint {
        let state = loop.state
        return Checkpoint(
            header: CheckpointHeader(
                specification: specification, epoch: epoch, batch: batch, tally: tally, records: records,
                course: state.course, studentUpdates: state.student.optimizer.step,
                teacherUpdates: state.teacher.updates, teacherOptimizerStep: state.teacher.optimizer.step,
                teacherLoss: state.teacher.loss, window: state.teacher.window,
                followed: state.followed.isEmpty ? nil : state.followed.map(FollowedStep.init),
                seconds: seconds),
            student: state.student, teacher: state.teacher, learnedWeights: state.learnedWeights,
            followed: state.followed)
    }

    /// Gives the teacher the parameters of a trained one. Its memory and its optimiser begin afresh.
    /// - Throws: `TrainingError.unusableTeacher` where it does not fit.
    mutating func start(from file: TeacherFile) throws {
        var state = loop.state
        state.teacher.parameters = try file.parameters(
            like: state.teacher.parameters, metrics: setting.metrics.names)
        loop = TeachingLoop(setting: setting, state: state)
    }

    mutating func resume(_ checkpoint: Checkpoint) {
        let header = checkpoint.header
        loop = TeachingLoop(
            setting: setting,
            state: TeachingState(
                student: checkpoint.student, teacher: checkpoint.teacher, course: header.course,
                learnedWeights: checkpoint.learnedWeights, followed: checkpoint.followed))
        epoch = header.epoch
        batch = header.batch
        tally = header.tally
        records = header.records
        seconds = header.seconds
    }
}
