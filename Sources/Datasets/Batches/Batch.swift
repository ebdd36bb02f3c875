/// Examples ready for a network.
package struct Batch: Sendable, Equatable {
    /// N×H×W×C (channels last), normalised.
    package let pixels: [Float]
    /// What the student should answer.
    package let target: BatchTarget
    /// N positions in the split.
    package let indices: [Int]
    /// Of one image.
    package let shape: ImageShape

    package var count: Int { indices.count }
}
