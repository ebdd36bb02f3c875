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

    /// - Parameters: output `[batch, locations, 5 + classes]`; fits: how each stored image lies in the input.
    /// - Returns: boxes in pixels of the stored images, by falling score.
    func boxes(_ output: Tensor, fits: [ImageFit]) throws -> [[DetectedBox]] {
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
                return fit.stored(box.map(\.self), score: score, label: label)
            }
            return suppression(candidates)
        }
    }
}

extension ImageFit {
    /// A box of the network's input in pixels of the stored image.
    fileprivate func stored(_ corners: [Double], score: Double, label: Int) -> DetectedBox {
        DetectedBox(
            x1: (corners[0] - left) / scale, y1: (corners[1] - top) / scale,
            x2: (corners[2] - left) / scale, y2: (corners[3] - top) / scale, score: score, label: label)
    }
}
