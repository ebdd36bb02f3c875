/// Greedy non-maximum suppression, class by class: of boxes of one class that overlap, the surest stays.
///
/// Boxes are taken by falling score, ties by their position in the input. A box goes if its intersection over union with
/// a kept box of its class is greater than ``overlap`` (as torchvision's `batched_nms` decides).
package struct NonMaximumSuppression: Codable, Sendable, Equatable {
    /// The greatest intersection over union that two kept boxes of a class may have.
    package var overlap: Double
    /// Boxes must score more than this; one whose score is not a number never does.
    package var threshold: Double
    /// Boxes kept of an image, of all classes together.
    package var limit: Int

    package init(overlap: Double = 0.6, threshold: Double = 0, limit: Int = 100) {
        self.overlap = overlap
        self.threshold = threshold
        self.limit = limit
    }

    /// Which boxes stay: their positions, by falling score. Time O(n log n + n · kept).
    package func positions(_ boxes: [DetectedBox]) -> [Int] {
        let order = boxes.indices.filter { boxes[$0].score > threshold }
            .sorted { (boxes[$0].score, $1) > (boxes[$1].score, $0) }
        var positions: [Int] = []
        var keptByClass: [Int: [BoxExtent]] = [:]
        for position in order {
            guard positions.count < limit else { break }
            let box = boxes[position]
            let extent = box.extent
            let isCovered = keptByClass[box.label]?.contains { $0.intersectionOverUnion(extent) > overlap }
            if isCovered == true { continue }
            keptByClass[box.label, default: []].append(extent)
            positions.append(position)
        }
        return positions
    }

    /// The boxes that stay, by falling score.
    package func callAsFunction(_ boxes: [DetectedBox]) -> [DetectedBox] {
        positions(boxes).map { boxes[$0] }
    }
}
