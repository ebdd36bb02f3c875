package import Torch

/// Everything that changes during a training, as a value: a checkpoint holds no more and no less.
package struct TeachingState {
    package var student: StudentState
    package var teacher: TeacherState
    package var course: Course

    package init(student: StudentState, teacher: TeacherState, course: Course) {
        self.student = student
        self.teacher = teacher
        self.course = course
    }
}

/// The plain numbers of the state.
package struct Course: Codable, Sendable, Equatable {
    /// Student steps done.
    package var step = 0
    /// ω and a in force.
    package var weights: [Double]
    package var selection: [Bool]
    package var scales: MetricScales
    package var tracker: UsefulnessTracker
    package var statistics: StudentStatistics

    /// - Parameter classes: classes that answers have.
    package init(weights: [Double], selection: [Bool], classes: Int) {
        self.weights = weights
        self.selection = selection
        scales = MetricScales(metrics: weights.count)
        tracker = UsefulnessTracker(metrics: weights.count)
        statistics = StudentStatistics(classes: classes)
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
        case .taught: weights = metrics.equalWeights(of: eligible)
        }
        return TeachingState(
            student: StudentState(
                parameters: parameters, statistics: statistics,
                optimizer: try optimizer.initialState(for: parameters.tensors)),
            teacher: try teacher.initialState(random: random),
            course: Course(weights: weights, selection: weights.map { $0 > 0 }, classes: classes))
    }
}
