import Torch

/// A segmentation batch as pixels, in the order in which the output lies in memory: a class's plane after the other.
struct Pixels {
    /// Logits `[batch, classes, places]`, classes `[batch, places]`; those of void pixels are 0.
    let answers: ClassLogits
    /// 1 where a pixel has a class, 0 where it is void: `[batch, places]`.
    let mask: Tensor

    /// - Parameters: output `[batch, classes, height, width]`; target `[batch, height, width]`, −1 where void.
    init(output: Tensor, target: Tensor) throws {
        let shape = output.shape
        let labels = try target.flattened(from: 1)
        let known = try labels.greaterOrEqual(to: 0)
        let logits = try output.contiguous().flattened(from: 2)
        answers = ClassLogits(logits, target: try labels * known)
        mask = try known.to(type: output.type).reshaped([shape[0], labels.shape[1]])
    }

    /// Σ weights · values / Σ weights; 0 where all weights are.
    /// - Parameters: values, weights `[batch, places]`.
    static func mean(_ values: Tensor, weights: Tensor) throws -> Tensor {
        try (values * weights).sum() / weights.sum().clamped(min: 1e-6)
    }
}

extension MetricInput {
    /// The output as pixels, for segmentation.
    func pixels() throws -> Pixels {
        try once("pixels") { try Pixels(output: output, target: target) }
    }

    /// Pixels of each class in the target; void ones belong to none.
    func labelCounts() throws -> [Double] {
        try once("label counts") {
            let pixels = try pixels()
            let classes = output.shape[1]
            var counts = try pixels.answers.target.flattened().binCount(minimum: classes).doubles()
            // Void pixels stand as class 0.
            counts[0] -= Double(pixels.mask.count) - (try pixels.mask.to(type: .float64).sum().item())
            return counts
        }
    }
}
