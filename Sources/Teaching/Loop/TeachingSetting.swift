package import Torch

/// What does not change during a training: the student's network, the metrics and the numbers of the method.
package struct TeachingSetting {
    package var network: any Network
    package var optimizer: any Optimizer
    package var metrics: MetricSet
    package var layout: OutputLayout
    /// Classes that answers have.
    package var classes: Int
    package var rule: WeightRule
    /// L_teach.
    package var objective: Metric
    /// Metrics that may be selected.
    package var eligible: [Bool]
    /// Student steps from one teaching step to the next; statistics are taken at the same cadence for every method.
    package var interval: Int
    /// Student steps through which the effect of a teaching step's weights is followed, 1 to `interval`.
    package var horizon: Int
    /// Whether in a teaching step each example of the batch has a weight of its own: for metrics that are means over
    /// examples, and a horizon of 1.
    package var weighsExamples: Bool
    /// What the teacher sees.
    package var input: TeacherInput
    package var selection: ConfidenceSelection
    package var teacher: TeacherTraining

    package init(
        network: any Network, optimizer: any Optimizer, metrics: MetricSet, layout: OutputLayout,
        classes: Int, rule: WeightRule,
        objective: Metric, eligible: [Bool], interval: Int, horizon: Int = 1,
        weighsExamples: Bool = false, input: TeacherInput = .statistics, selection: ConfidenceSelection,
        teacher: TeacherTraining
    ) {
        self.network = network
        self.optimizer = optimizer
        self.metrics = metrics
        self.layout = layout
        self.classes = classes
        self.rule = rule
        self.objective = objective
        self.eligible = eligible
        self.interval = interval
        self.horizon = max(1, min(horizon, interval))
        self.weighsExamples = weighsExamples
        self.input = input
        self.selection = selection
        self.teacher = teacher
    }

    /// The teacher of ``WeightRule/lossNetwork``, of the same size and pace.
    var lossTeacher: LossTeacher {
        LossTeacher(
            hidden: teacher.teacher.hidden, window: teacher.window, learningRate: teacher.learningRate,
            isFrozen: teacher.isFrozen)
    }

    /// The rule of ``WeightRule/uncertainty``.
    var uncertainty: UncertaintyWeighting {
        UncertaintyWeighting(base: metrics.equalWeights(of: eligible))
    }
}
