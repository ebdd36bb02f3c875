extension TeachingPlan.Method {
    /// Whether a teacher learns the weights from teaching examples. The other methods train on all of them.
    package var hasTeacher: Bool {
        switch self {
        case .reference, .uniform, .fixed, .uncertainty: false
        case .dfm, .dfmWithoutMemory, .dfmWithoutSelection, .dfmWithoutStatistics, .dynamicLossFunctions,
            .dynamicLossNetwork:
            true
        }
    }

    /// Whether the teacher weighs metrics: `horizon` and `granularity` are of these methods.
    var weighsMetrics: Bool { hasTeacher && self != .dynamicLossNetwork }

    /// Why the method cannot teach such a training; nil where it can.
    func obstacle(task: TaskKind, augmentation: [String]) -> String? {
        guard self == .dynamicLossNetwork else { return nil }
        if task == .detection {
            return "'\(rawValue)' has no meaning for detection: its loss network takes class scores."
        }
        let mixing = "mixup"
        guard augmentation.contains(mixing) else { return nil }
        return "'\(rawValue)' has no meaning with the augmentation '\(mixing)': its loss network takes one "
            + "class an example."
    }
}
