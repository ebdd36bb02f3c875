/// The type of the numbers that the student computes with.
package enum Precision: String, Codable, Sendable, CaseIterable {
    case float32, float64
}
