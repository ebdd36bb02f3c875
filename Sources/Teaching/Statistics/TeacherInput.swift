/// What the teacher sees of the student: the vector x_t.
package enum TeacherInput: Sendable, Equatable {
    /// All of ``StudentStatistics``.
    case statistics
    /// The metrics' values as they are, and the progress: what is left without the statistics.
    case values
    /// Loss and accuracy on the training and on the teaching batch, and the progress: the state of Wu et al. 2018.
    case performance

    package func length(metrics: Int) -> Int {
        switch self {
        case .statistics: StudentStatistics.length(metrics: metrics)
        case .values: metrics + 1
        case .performance: 5
        }
    }

    /// - Parameters: progress: step/T; rate: learning rate/initial.
    func vector(_ course: Course, progress: Double, rate: Double) -> [Double] {
        let statistics = course.statistics
        switch self {
        case .statistics:
            return statistics.vector(
                weights: course.weights, selection: course.selection, tracker: course.tracker,
                progress: progress, rate: rate)
        case .values:
            // Before anything was measured there are none.
            let none = Array(repeating: 0.0, count: course.weights.count)
            return (statistics.values.isEmpty ? none : statistics.values) + [progress]
        case .performance:
            return [
                statistics.training.crossEntropy, statistics.trainingAccuracy ?? 0,
                statistics.teaching.crossEntropy, statistics.teachingAccuracy ?? 0, progress,
            ]
        }
    }
}
