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
}
