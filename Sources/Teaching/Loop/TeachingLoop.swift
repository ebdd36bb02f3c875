import Torch

/// The method, step by step: the teacher decides, the student learns, the teacher sees what its weights did.
///
/// Source: Hai et al., L2T-DFM, Pattern Recognition 159 (2025) 111124; what of it is this project's own reading
/// stands in this module's documentation.
package struct TeachingLoop {
    package let setting: TeachingSetting
    package private(set) var state: TeachingState

    package init(setting: TeachingSetting, state: TeachingState) {
        self.setting = setting
        self.state = state
    }

    /// One student step, and at every `interval`-th a teaching step around it.
    /// - Parameters: progress: step/T; rate: learning rate/initial; teaching: the next teaching batch, asked for when
    ///   it is needed.
    package mutating func step(
        batch: LabelledBatch, learningRate: Double, progress: Double, rate: Double, dropoutSeed: UInt64,
        teaching: () throws -> LabelledBatch
    ) throws -> StepReport {
        var timer = StepTimer()
        // The steps from a decision to the end of its horizon.
        let isFollowed = setting.rule == .taught && position < setting.horizon
        if isTeachingStep, setting.rule == .taught {
            try timer.teaching { try decide(progress: progress, rate: rate) }
        }
        if isTeachingStep, setting.rule == .lossNetwork {
            try timer.teaching { try moveLoss() }
        }
        let mode = NetworkMode.training(dropoutSeed: dropoutSeed)
        let purpose: Measuring = isFollowed ? .toTeach : isTeachingStep ? .toRecord : .toLearn
        let examined = isFollowed && setting.weighsExamples ? try timer.teaching(teaching) : nil
        let learned = try timer.plain {
            try learn(
                batch, learningRate: learningRate, mode: mode, measuring: purpose, weighedBy: examined)
        }
        if isTeachingStep {
            try timer.teaching { try observe(learned) }
        }
        var teachingReport: TeachingGradient?
        if isFollowed {
            let isLast = position == setting.horizon - 1
            follow(learned.step, isLast: isLast)
            if isLast { teachingReport = try timer.teaching { try teach(with: examined ?? teaching()) } }
        }
        if isTeachingStep, setting.rule == .lossNetwork {
            teachingReport = try timer.teaching { try teachLoss(learned, with: teaching()) }
        }
        let weights = state.course.weights
        try timer.teaching { try adjustWeights(learned) }
        state.student = learned.step.after
        state.course.step += 1
        return StepReport(
            loss: learned.loss, values: learned.values, weights: weights, answers: learned.answers,
            teachingLoss: teachingReport?.loss, plainSeconds: timer.plainSeconds - learned.teachingSeconds,
            teachingSeconds: timer.teachingSeconds + learned.teachingSeconds)
    }

    /// Student steps since the last decision was due.
    private var position: Int { state.course.step % setting.interval }

    private var isTeachingStep: Bool { position == 0 }

    /// w = teacher(x_t, memory); a from the confidence; ω = (a∘w)/Σ(a∘w).
    private mutating func decide(progress: Double, rate: Double) throws {
        let course = state.course
        let input = setting.input.vector(course, progress: progress, rate: rate)
        let selection = setting.selection.select(
            course.tracker, previous: course.selection, eligible: setting.eligible,
            groups: setting.metrics.groups
        )
        let decision = try setting.teacher.decide(input, state: state.teacher)
        state.teacher = decision.state
        state.course.selection = selection
        state.course.weights = setting.teacher.teacher.fuse(decision.weights, selection: selection)
        state.course.teacherInput = input
    }

    /// What a student step measures beside what it must.
    private enum Measuring {
        /// The metrics that have a weight.
        case toLearn
        /// The values of all.
        case toRecord
        /// The values and gradients of all.
        case toTeach
    }

    /// L = Σ_i c_i m_i;  θ' = θ − U(∇_θ L).
    /// - Parameter teaching: the batch that weighs the examples; nil where all count alike.
    private mutating func learn(
        _ batch: LabelledBatch, learningRate: Double, mode: NetworkMode, measuring purpose: Measuring,
        weighedBy teaching: LabelledBatch?
    ) throws -> LearnedStep {
        let before = state.student
        let leaves = try before.parameters.map { try $0.requiringGradient() }
        let convolutions = ConvolutionRecord()
        let result = try convolutions.recording {
            try setting.network(batch.input, parameters: leaves, statistics: before.statistics, mode: mode)
        }
        var timer = StepTimer()
        var (measured, coefficients, outputGradient) = try measure(
            result.output, batch.target, purpose, timer: &timer)
        if let teaching {
            let examples = try timer.teaching {
                try ExampleWeights(
                    outputGradient: outputGradient, student: before, batch: batch, mode: mode,
                    convolutions: convolutions, network: setting.network, objective: setting.objective,
                    teaching: teaching)
            }
            outputGradient = try examples.weigh(outputGradient)
            measured.gradients = try measured.gradients.map(examples.weigh)
        }
        var loss = zip(coefficients, measured.values).reduce(0) { $0 + $1.0 * ($1.1 ?? 0) }
        if let learned = state.learnedWeights { loss += try setting.uncertainty.penalty(learned) }
        if let network = try lossNetwork(like: result.output) {
            let beside = try timer.teaching { try network.measure(result.output, batch.target) }
            loss += beside.value
            outputGradient = try outputGradient + beside.outputGradient
        }
        try check(loss: loss, values: measured.values)
        // One backward pass through the student.
        let gradients = try Tensor.gradients(
            of: result.output, withRespectTo: leaves.tensors, outputGradients: [outputGradient])
        let updated = try Torch.withoutGradient {
            try setting.optimizer.update(
                before.parameters.tensors, gradients: gradients, state: before.optimizer,
                learningRate: learningRate)
        }
        let after = StudentState(
            parameters: try before.parameters.replacing(tensors: updated.parameters),
            statistics: result.statistics,
            optimizer: updated.state)
        let scales = state.course.scales.coefficients(
            weights: Array(repeating: 1, count: coefficients.count), groups: setting.metrics.groups)
        return LearnedStep(
            step: StudentStep(
                before: before, after: after, batch: batch, mode: mode, gradients: gradients,
                learningRate: learningRate, metricGradients: measured.gradients, scales: scales,
                weights: state.course.weights, convolutions: convolutions),
            output: try result.output.detached(), loss: loss, values: measured.values,
            answers: try setting.layout.answers(output: result.output, target: batch.target),
            taps: result.taps, teachingSeconds: timer.teachingSeconds)
    }

    /// The metrics at z, their coefficients c_i, and ∂L/∂z = Σ_i c_i ∂m_i/∂z.
    /// - Parameter timer: takes the time of each metric's own gradient, which no plain step has, as teaching.
    private mutating func measure(
        _ output: Tensor, _ target: Tensor, _ purpose: Measuring, timer: inout StepTimer
    ) throws -> (measured: MetricSet.Measurement, coefficients: [Double], outputGradient: Tensor) {
        let metrics = setting.metrics
        // The reference metrics alone need no scales: their coefficients are 1 whatever they are.
        let isPlain = setting.rule == .constant(metrics.referenceWeights) || setting.rule == .lossNetwork
        let goesIntoScales = !isPlain && (isTeachingStep || !state.course.scales.isFull)
        guard purpose == .toTeach || goesIntoScales else {
            let coefficients = state.course.scales.coefficients(
                weights: state.course.weights, groups: metrics.groups)
            let (measured, outputGradient) = try metrics.measure(
                output: output, target: target, coefficients: coefficients,
                measuringAll: purpose != .toLearn)
            return (measured, coefficients, outputGradient)
        }
        let measured = try timer.teaching { try metrics.measure(output: output, target: target) }
        if goesIntoScales { try state.course.scales.observe(measured.gradients, groups: metrics.groups) }
        let coefficients = state.course.scales.coefficients(
            weights: state.course.weights, groups: metrics.groups)
        var outputGradient = try measured.gradients[0] * coefficients[0]
        for index in coefficients.indices.dropFirst() where coefficients[index] != 0 {
            outputGradient = try outputGradient.adding(
                measured.gradients[index], scale: coefficients[index])
        }
        return (measured, coefficients, outputGradient)
    }

    /// The student's statistics, for the teacher and for the record.
    private mutating func observe(_ learned: LearnedStep) throws {
        try Torch.withoutGradient {
            try state.course.statistics.observe(
                training: learned.answers, values: learned.values.map { $0 ?? 0 }, taps: learned.taps)
        }
    }

    /// Keeps a step until the end of its horizon; the convolutions of the last alone, which are the most memory.
    private mutating func follow(_ step: StudentStep, isLast: Bool) {
        state.followed.append(step)
        if !isLast { state.followed[state.followed.count - 1].convolutions = nil }
    }

    /// r̄ = dL_teach/dω, normalised: the teacher learns from it, the confidence from the usefulness u = −r̄.
    private mutating func teach(with batch: LabelledBatch) throws -> TeachingGradient? {
        let horizon = TeachingHorizon(state.followed)
        let input = state.course.teacherInput ?? []
        state.followed = []
        state.course.teacherInput = nil
        guard
            let gradient = try horizon.teachingGradient(
                network: setting.network, optimizer: setting.optimizer, metrics: setting.metrics,
                objective: setting.objective, batch: batch)
        else { return nil }
        try observe(gradient, on: batch) { [setting] in "metric '\(setting.metrics.names[$0])'" }
        let lesson = TeachingStep(
            input: input, selection: state.course.selection, gradient: gradient.values,
            weights: state.course.weights, groups: setting.metrics.groups)
        state.course.tracker.observe(lesson.gradient.map { -$0 })
        state.teacher = try setting.teacher.learn(from: lesson, state: state.teacher)
        return gradient
    }

    /// The log-variances' own step, where the weights are theirs.
    private mutating func adjustWeights(_ learned: LearnedStep) throws {
        guard let weights = state.learnedWeights else { return }
        let step = learned.step
        let weightedValues = learned.values.indices.map { index in
            step.scales[index] * step.weights[index] * (learned.values[index] ?? 0)
        }
        let next = try setting.uncertainty.learn(
            weights, weightedValues: weightedValues, optimizer: setting.optimizer,
            learningRate: step.learningRate)
        state.learnedWeights = next
        state.course.weights = try setting.uncertainty.weights(next)
    }

    // MARK: A learned loss

    private func lossNetwork(like output: Tensor) throws -> LossNetwork? {
        try state.course.loss.map { try LossNetwork($0.parameters, type: output.type, device: output.device) }
    }

    /// ψ moves, by what its last move did.
    private mutating func moveLoss() throws {
        guard var loss = state.course.loss else { return }
        let moved = try setting.lossTeacher.move(
            loss.parameters, after: loss.gradient, state: state.teacher)
        loss.parameters = moved.parameters
        state.course.loss = loss
        state.teacher = moved.state
    }

    /// r̄ = dL_teach/dψ, normalised; the teacher learns from it.
    private mutating func teachLoss(
        _ learned: LearnedStep, with batch: LabelledBatch
    ) throws -> TeachingGradient? {
        guard var loss = state.course.loss, let network = try lossNetwork(like: learned.output) else {
            return nil
        }
        let gradient = try learned.step.teachingGradient(
            of: network, at: learned.output, network: setting.network, optimizer: setting.optimizer,
            objective: setting.objective, batch: batch)
        try observe(gradient, on: batch) { _ in "the loss network" }
        let normalized = TeachingStep.normalized(gradient.values)
        state.teacher = try setting.lossTeacher.learn(
            from: loss.gradient, gradient: normalized, state: state.teacher)
        loss.gradient = normalized
        state.course.loss = loss
        return gradient
    }

    private func check(loss: Double, values: [Double?]) throws {
        guard !loss.isFinite else { return }
        let broken = zip(setting.metrics.names, values).first { $0.1?.isFinite == false }?.0
        throw TeachingError.diverged(
            step: state.course.step + 1, what: broken.map { "metric '\($0)'" } ?? "the fused loss")
    }

    /// Takes in what the teaching batch says of the student.
    /// - Parameter part: what a value of the gradient belongs to, by its place.
    private mutating func observe(
        _ gradient: TeachingGradient, on batch: LabelledBatch, of part: (Int) -> String
    ) throws {
        let step = state.course.step + 1
        guard gradient.loss.isFinite else {
            throw TeachingError.diverged(step: step, what: "the teaching loss '\(setting.objective.name)'")
        }
        if let broken = gradient.values.firstIndex(where: { !$0.isFinite }) {
            throw TeachingError.diverged(step: step, what: "the teaching gradient of \(part(broken))")
        }
        state.course.statistics.observe(
            teaching: try setting.layout.answers(output: gradient.teachingOutput, target: batch.target))
    }
}
