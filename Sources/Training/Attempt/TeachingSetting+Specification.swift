import Specification
import Students
import Teaching
import Torch

extension TeachingSetting {
    /// The setting that a specification of a task asks for on data of this shape.
    /// - Parameter classShares: by class, what part of the training examples it has; nil where they are not counted.
    /// - Throws: `StudentError` where the student cannot take the data.
    init(
        _ specification: JobSpecification, task: TrainingTask, shape: StudentShape,
        classShares: [Double]?, script: String? = nil
    ) throws {
        let teaching = specification.teaching
        func onData(_ metric: Metric) -> Metric { classShares.map(metric.given) ?? metric }
        let listed = task.teaching.metrics.filter { teaching.metrics.contains($0.name) }.map(onData)
        let metrics = MetricSet(listed, references: task.teaching.references)
        let eligible = metrics.eligible(teaching.metrics)
        let input = TeacherInput(teaching.method)
        let teacher = TemporalTeacher(
            inputs: input.length(metrics: metrics.count), groups: metrics.groups.map(\.members),
            hidden: teaching.teacher.hidden, floor: teaching.teacher.floor,
            body: TemporalTeacher.Body(teaching.method))
        let objectives = task.teaching.objectives
        guard let objective = objectives.first(where: { $0.name == teaching.objective }) else {
            throw TrainingError.unknownObjective(teaching.objective, known: objectives.map(\.name))
        }
        self.init(
            network: try task.network(
                specification.student, shape: shape, script: script,
                device: Device(name: specification.training.device)),
            optimizer: specification.training.optimizer.make(), metrics: metrics,
            layout: task.teaching.layout, classes: task.teaching.layout.classes(of: shape.classes),
            rule: WeightRule(teaching, metrics: metrics, eligible: eligible), objective: onData(objective),
            eligible: eligible, interval: teaching.interval, horizon: teaching.horizon,
            weighsExamples: teaching.granularity == .sample, input: input,
            selection: ConfidenceSelection(teaching),
            teacher: TeacherTraining(
                teacher: teacher, window: teaching.teacher.window,
                learningRate: teaching.teacher.learningRate, entropy: teaching.teacher.entropy,
                isFrozen: teaching.teacher.frozen))
    }
}

extension MetricSet {
    /// The metrics that may be selected: those that are listed, and of a group without any the reference metric.
    func eligible(_ listed: [String]) -> [Bool] {
        var eligible = names.map { listed.contains($0) }
        for group in groups where !group.members.contains(where: { eligible[$0] }) {
            eligible[group.reference] = true
        }
        return eligible
    }
}

extension WeightRule {
    init(_ teaching: TeachingPlan, metrics: MetricSet, eligible: [Bool]) {
        switch teaching.method {
        case .reference:
            self = .constant(metrics.referenceWeights)
        case .uniform:
            self = .constant(metrics.equalWeights(of: eligible))
        case .fixed:
            self = .constant(metrics.names.map { teaching.weights?[$0] ?? 0 })
        case .dfm, .dfmWithoutMemory, .dfmWithoutSelection, .dfmWithoutStatistics, .dynamicLossFunctions:
            self = .taught
        case .dynamicLossNetwork:
            self = .lossNetwork
        case .uncertainty:
            self = .uncertainty
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

extension DataType {
    init(_ precision: Precision) {
        switch precision {
        case .float32: self = .float32
        case .float64: self = .float64
        }
    }
}
