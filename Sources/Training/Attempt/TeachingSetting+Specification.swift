import Datasets
import Specification
import Students
import Teaching
import Torch

extension TeachingSetting {
    /// The setting that a specification asks for on data of this shape.
    /// - Throws: `StudentError` where the student cannot take the data.
    init(_ specification: JobSpecification, data: ImageClassificationData) throws {
        let teaching = specification.teaching
        let listed = Metric.classification.filter { teaching.metrics.contains($0.name) }
        let metrics = MetricSet(listed, reference: .crossEntropy)
        let eligible = metrics.names.map { teaching.metrics.contains($0) }
        let shape = StudentShape(
            channels: data.shape.channels, height: data.shape.height, width: data.shape.width,
            classes: data.classes.count)
        let teacher = TemporalTeacher(
            inputs: StudentStatistics.length(metrics: metrics.count), metrics: metrics.count,
            hidden: teaching.teacher.hidden, floor: teaching.teacher.floor)
        self.init(
            network: try Student.network(specification.student, shape: shape),
            optimizer: specification.training.optimizer.make(), metrics: metrics, classes: data.classes.count,
            rule: WeightRule(teaching, metrics: metrics, eligible: eligible),
            objective: Metric.classification.first { $0.name == teaching.objective } ?? .crossEntropy,
            eligible: eligible, interval: teaching.interval,
            selection: ConfidenceSelection(
                threshold: teaching.selection.threshold, minimum: teaching.selection.minimum,
                warmup: teaching.selection.warmup),
            teacher: TeacherTraining(
                teacher: teacher, window: teaching.teacher.window, learningRate: teaching.teacher.learningRate
            ))
    }
}

extension WeightRule {
    init(_ teaching: TeachingPlan, metrics: MetricSet, eligible: [Bool]) {
        switch teaching.method {
        case .reference:
            self = .constant((0..<metrics.count).map { $0 == metrics.referenceIndex ? 1 : 0 })
        case .uniform:
            let count = Double(eligible.count { $0 })
            self = .constant(eligible.map { $0 ? 1 / count : 0 })
        case .fixed:
            self = .constant(metrics.names.map { teaching.weights?[$0] ?? 0 })
        case .dfm:
            self = .taught
        }
    }
}

extension OptimizerSelection {
    func make() -> any Optimizer {
        switch name {
        case .sgd:
            StochasticGradientDescent(
                momentum: momentum ?? 0, nesterov: nesterov ?? false, weightDecay: weightDecay)
        case .adam, .adamw:
            Adam(
                beta1: beta1 ?? 0.9, beta2: beta2 ?? 0.999, epsilon: epsilon ?? 1e-8,
                weightDecay: weightDecay,
                decoupled: name == .adamw)
        }
    }
}

extension Student {
    static func network(_ selection: StudentSelection, shape: StudentShape) throws -> any Network {
        let values = StudentParameterValues(selection.parameters.compactMapValues(\.numberValue))
        return try named(selection.architecture).make(shape, values)
    }

    static func named(_ name: String) throws -> Student {
        guard let student = classification.first(where: { $0.name == name }) else {
            throw TrainingError.studentDoesNotFit(
                student: name,
                reason: "one of \(classification.map(\.name).joined(separator: ", ")) is known.")
        }
        return student
    }
}

extension DataType {
    init(_ precision: Precision) {
        switch precision {
        case .float32: self = .float32
        case .float64: self = .float64
        }
    }
}
