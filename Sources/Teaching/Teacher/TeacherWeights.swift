import Torch

/// What the teacher says of the metrics, before the selection: ω_i = W_g w_i for a metric i of group g.
package struct TeacherWeights: Sendable, Equatable {
    /// w, by metric; those of a group sum to 1.
    package var within: [Double]
    /// W, by group; they sum to 1.
    package var across: [Double]

    package init(within: [Double], across: [Double] = [1]) {
        self.within = within
        self.across = across
    }

    init(_ weights: TemporalTeacher.Weights) throws {
        within = try weights.within.to(type: .float64).doubles()
        across = try weights.across.to(type: .float64).doubles()
    }
}
