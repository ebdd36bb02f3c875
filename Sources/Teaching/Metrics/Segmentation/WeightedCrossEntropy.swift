import Torch

/// Cross-entropies whose pixels count differently: Σ w (−log p_y) / Σ w over pixels that are not void.
extension Metric {
    /// Median frequency balancing; classes rarer or more frequent than tenfold weigh as tenfold.
    package static let balancedCrossEntropy = Metric(
        name: "balanced_cross_entropy",
        formula: "Σ w_y (−log p_y) / Σ w_y, w_c = median(n) / n_c within [0.1, 10], n_c pixels of class c",
        source: "Eigen & Fergus 2015, frequencies of the batch"
    ) { input in
        let pixels = try input.pixels()
        let counts = try input.labelCounts()
        let weights = try Tensor(balance(counts), shape: [counts.count], device: input.output.device)
            .to(type: input.output.type)
        let ofPixels = try weights.indexSelected(0, pixels.answers.target.flattened())
            .reshaped(pixels.mask.shape)
        return try Pixels.mean(-pixels.answers.ownLogProbability(), weights: ofPixels * pixels.mask)
    }

    /// Near a boundary is a pixel with a pixel of another class at most 2 rows and 2 columns away.
    package static let boundaryCrossEntropy = Metric(
        name: "boundary_cross_entropy",
        formula: "Σ w (−log p_y) / Σ w, w = 5 within 2 pixels of another class, else 1",
        source: "after Ronneberger et al. 2015, whose weight falls with the distance"
    ) { input in
        let pixels = try input.pixels()
        let near = try boundary(of: input.target, classes: input.output.shape[1], radius: 2)
        let weights = try near.to(type: input.output.type).flattened(from: 1) * 4 + 1
        return try Pixels.mean(-pixels.answers.ownLogProbability(), weights: weights * pixels.mask)
    }

    /// w_c of each class; 0 for one that does not occur.
    static func balance(_ counts: [Double]) -> [Double] {
        let present = counts.filter { $0 > 0 }.sorted()
        guard !present.isEmpty else { return counts }
        let median = (present[(present.count - 1) / 2] + present[present.count / 2]) / 2
        return counts.map { $0 > 0 ? min(10, max(0.1, median / $0)) : 0 }
    }

    /// Whether two classes occur in the square of 2 · radius + 1 pixels around a pixel; void is no class.
    /// - Parameter target: `[batch, height, width]`. - Returns: bool, of the same shape.
    static func boundary(of target: Tensor, classes: Int, radius: Int) throws -> Tensor {
        let labels = try target.to(type: .float32)
        let known = try target.greaterOrEqual(to: 0)
        // The greatest label and the negative of the least; void loses in both.
        let greatest = try Tensor.choose(known, labels, labels.zerosLike() - 1)
        let least = try Tensor.choose(known, -labels, labels.zerosLike() - Double(classes))
        var extremes = try Tensor.stacked([greatest, least], 1)
        for _ in 0..<radius { extremes = try extremes.maxPooled(3, stride: 1, padding: 1) }
        return try extremes.sum([1]).greater(than: 0)
    }
}
