import Datasets
import Evaluation
import Teaching
import Torch

/// Reads boxes out of a detector's output: the probability of an object times that of each class is a box's score;
/// non-maximum suppression leaves the surest of those that overlap.
struct BoxReader {
    /// Candidates of an image that go into the suppression.
    static let candidates = 1000

    /// COCO's average precision looks at the whole of the ranking, so nearly nothing is cut off.
    var suppression = NonMaximumSuppression(overlap: 0.5, threshold: 0.005, limit: 100)

    /// - Parameters: output `[batch, locations, 5 + classes]`; fits: how each stored image lies in the input; input: its
    ///   shape.
    /// - Returns: boxes in pixels of the stored images, inside of them, by falling score.
    func boxes(_ output: Tensor, fits: [ImageFit], input: ImageShape) throws -> [[DetectedBox]] {
        let classes = output.shape[2] - 5
        let corners = try output.narrowed(2, 0, 4)
        let presence = try output.narrowed(2, 4, 1).sigmoid()
        let scores = try (output.narrowed(2, 5, classes).softmax(2) * presence).flattened(from: 1)
        let best = try scores.topK(min(Self.candidates, scores.shape[1]), 1)
        return try fits.enumerated().map { image, fit in
            let values = try best.values.selected(0, image).doubles()
            let places = try best.indices.selected(0, image).integers()
            let rows = try corners.selected(0, image).doubles()
            let candidates = zip(values, places).map { score, place in
                let (location, label) = Int(place).quotientAndRemainder(dividingBy: classes)
                let box = rows[4 * location..<4 * location + 4]
                return fit.stored(box.map(\.self), input: input, score: score, label: label)
            }
            return suppression(candidates)
        }
    }
}

extension ImageFit {
    /// A box of the network's input in pixels of the stored image.
    fileprivate func stored(
        _ corners: [Double], input: ImageShape, score: Double, label: Int
    ) -> DetectedBox {
        // The border is as wide on both sides.
        let right = Double(input.width) - 2 * left
        let bottom = Double(input.height) - 2 * top
        func x(_ value: Double) -> Double { min(max(value - left, 0), right) / scale }
        func y(_ value: Double) -> Double { min(max(value - top, 0), bottom) / scale }
        return DetectedBox(
            x1: x(corners[0]), y1: y(corners[1]), x2: x(corners[2]), y2: y(corners[3]), score: score,
            label: label)
    }
}
