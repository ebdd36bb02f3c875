/// Metrics of one set that judge the same part of the output.
package struct MetricGroup: Sendable, Equatable {
    package let name: String
    /// Positions in the set, ascending.
    package let members: [Int]
    /// The position of the metric that plain training uses for this part.
    package let reference: Int
}
