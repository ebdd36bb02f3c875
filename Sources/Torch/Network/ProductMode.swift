/// How the product of a network's Jacobian with a direction in its parameters is computed.
package enum ProductMode: Sendable, Equatable {
    /// By dual numbers, exactly: where all of the network's operations have a forward-mode formula.
    case forward
    /// By two evaluations a small way along the direction and against it.
    case centralDifference
}
