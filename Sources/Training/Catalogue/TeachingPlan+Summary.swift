import Specification

extension TeachingPlan.Method {
    /// What the catalogue says of the method.
    var summary: String {
        switch self {
        case .reference: "the reference metric alone, on all training examples: plain training"
        case .uniform: "all metrics at equal weights, on all training examples"
        case .fixed: "the metrics at given weights, on all training examples"
        case .dfm: "dynamic fused metric: a temporal teacher weighs the metrics it is confident of"
        case .dfmWithoutMemory:
            "dfm without the teacher's memory: each teaching step begins with an empty one"
        case .dfmWithoutSelection:
            "dfm without the selection: every metric takes part, whatever the confidence"
        case .dfmWithoutStatistics:
            "dfm without the student's statistics: the teacher sees the metrics' raw values and the progress"
        case .uncertainty:
            "metrics weighed by log-variances that learn with the student (Kendall et al. 2018), on all "
                + "training examples"
        case .dynamicLossFunctions:
            "a feed-forward teacher weighs the metrics by the student's loss, accuracy and progress "
                + "(after Wu et al. 2018)"
        case .dynamicLossNetwork:
            "a learned loss network beside the reference metric, moved by a coordinate-wise LSTM (after Hai et "
                + "al. 2023); not for detection"
        }
    }
}
