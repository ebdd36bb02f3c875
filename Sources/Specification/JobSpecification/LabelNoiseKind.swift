/// Which class a replaced label gets.
package enum LabelNoiseKind: String, Codable, Sendable, CaseIterable {
    /// Each other class as often.
    case symmetric
    /// The next class, the last the first.
    case asymmetric
}
