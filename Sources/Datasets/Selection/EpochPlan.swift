/// The examples of one epoch: two disjoint lists of positions in the training split, each in the order of
/// use.
package struct EpochPlan: Sendable, Equatable {
    package let training: [Int]
    package let teaching: [Int]
}
