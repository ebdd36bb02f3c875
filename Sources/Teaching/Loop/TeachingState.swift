package import Torch

/// Everything that changes during a training, as a value: a checkpoint holds no more and no less.
package struct TeachingState {
    package var student: StudentState
    package var teacher: TeacherState
    package var course: Course
    /// The log-variances of ``WeightRule/uncertainty``.
    package var learnedWeights: LearnedWeights?
    /// The student steps since the last decision whose effect is being followed; empty between horizons.
    package var followed: [StudentStep]

    package init(
        student: StudentState, teacher: TeacherState, course: Course, learnedWeights: LearnedWeights? = nil,
        followed: [StudentStep] = []
    ) {
        self.student = student
        self.teacher = teacher
        self.course = course
        self.learnedWeights = learnedWeights
        self.followed = followed
    }
}

/// The plain numbers of the state.
package struct Course: Codable, Sendable, Equatable {
    /// Student steps done.
    package var step = 0
    /// ω and a in force. ω sums to 1 but for ``WeightRule/uncertainty``.
    package var weights: [Double]
    package var selection: [Bool]
    package var scales: MetricScales
    package var tracker: UsefulnessTracker
    package var statistics: StudentStatistics
    /// x_t of the teaching step in force, until the teacher has learned from it.
    package var teacherInput: [Double]?
    /// What is learned of the loss itself, where the rule is ``WeightRule/lossNetwork``.
    package var loss: LossCourse?

    /// - Parameter classes: classes that answers have.
    package init(weights: [Double], selection: [Bool], classes: Int) {
        self.weights = weights
        self.selection = selection
        scales = MetricScales(metrics: weights.count)
        tracker = UsefulnessTracker(metrics: weights.count)
        statistics = StudentStatistics(classes: classes)
    }
}

/// The plain numbers of a ``LossNetwork`` that a ``LossTeacher`` moves.
package struct LossCourse: Codable, Sendable, Equatable {
    /// ψ.
    package var parameters: [Double]
    /// r̄ = dL_teach/dψ, normalised, of the latest teaching step.
    package var gradient: [Double]

    init(random: RandomSource) throws {
        parameters = try LossNetwork.initialParameters(random: random)
        gradient = parameters.map { _ in 0 }
    }
}

extension TeachingSetting {
    /// The state before the first step, drawn from `random`.
    package func initialState(random: RandomSource, type: DataType, device: Device) throws -> TeachingState {
        let parameters = try network.initialParameters(random: random)
            .map { try $0.to(type: type).to(device: device) }
        let statistics = try network.initialStatistics().map { try $0.to(type: type).to(device: device) }
        let weights: [Double]
        switch rule {
        case .constant(let given): weights = given
        case .taught, .uncertainty: weights = metrics.equalWeights(of: eligible)
        case .lossNetwork: weights = metrics.referenceWeights
        }
        let teacher =
            try rule == .lossNetwork
            ? lossTeacher.initialState(random: random) : teacher.initialState(random: random)
        var course = Course(weights: weights, selection: weights.map { $0 > 0 }, classes: classes)
        if rule == .lossNetwork { course.loss = try LossCourse(random: random) }
        return TeachingState(
            student: StudentState(
                parameters: parameters, statistics: statistics,
                optimizer: try optimizer.initialState(for: parameters.tensors)),
            teacher: teacher, course: course,
            learnedWeights: rule == .uncertainty
                ? try uncertainty.initialState(optimizer: optimizer) : nil)
    }
}
