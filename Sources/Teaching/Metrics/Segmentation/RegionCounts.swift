import Torch

/// What the region metrics compare, class by class: sums over a batch's pixels that are not void.
struct RegionCounts {
    /// Σ_{y = c} p_c, the soft count of true positives: `[classes]`.
    let hits: Tensor
    /// Σ p_c, the soft count of the pixels that the student says to be of the class: `[classes]`.
    let mass: Tensor
    /// Pixels of the class in the labels; 1 for a class that does not occur, so that dividing by it is safe: `[classes]`.
    let sizes: Tensor
    /// 1 over the number of classes that occur in the labels; 0 for a class that does not: `[classes]`.
    let shares: Tensor

    init(_ pixels: Pixels, counts: [Double]) throws {
        let probabilities = try pixels.answers.probabilities()
        let classes = counts.count
        let own = try pixels.answers.ownProbability() * pixels.mask
        hits = try Tensor.zeros([classes], type: own.type, device: own.device)
            .scatterAdd(0, pixels.answers.target.flattened(), own.flattened())
        mass = try probabilities.matmul(pixels.mask.unsqueezed(2)).squeezed(2).sum([0])
        let present = Double(counts.count { $0 > 0 })
        sizes = try Tensor(counts.map { max($0, 1) }, shape: [classes], device: own.device)
            .to(type: own.type)
        shares = try Tensor(counts.map { $0 > 0 ? 1 / present : 0 }, shape: [classes], device: own.device)
            .to(type: own.type)
    }

    /// The mean of 1 − ratio over the classes that occur; 0 where none does.
    /// - Parameter ratio: `[classes]`.
    func loss(_ ratio: Tensor) throws -> Tensor {
        try ((1 - ratio) * shares).sum()
    }
}

extension MetricInput {
    func regionCounts() throws -> RegionCounts {
        try once("region counts") { try RegionCounts(pixels(), counts: labelCounts()) }
    }
}
