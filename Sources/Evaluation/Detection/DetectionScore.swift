/// COCO's average precision of boxes, gathered image by image (pycocotools' `COCOeval`, `iouType` "bbox").
///
/// For each image and class the surest detections take, by falling score, the free ground truth that they meet best. Over
/// all images, again by falling score, every detection is a point of precision and recall; average precision is the mean,
/// over 101 recalls, of the best precision at that recall or above. Equal scores keep the order of observation.
///
/// It keeps 24 bytes a detection, no boxes.
package struct DetectionScore: Sendable {
    /// Intersection over union that counts as found: 0.50, 0.55, … 0.95.
    package static let thresholds = evenly(from: 0.5, to: 0.95, count: 10)
    /// Detections of one class that count, of each image.
    package static let limit = 100
    static let recalls = evenly(from: 0, to: 1, count: 101)

    package let classes: Int
    /// Images that were observed.
    package private(set) var count = 0
    private var judged: [[JudgedDetection]]
    private var positives: [SIMD4<Int>]

    package init(classes: Int) {
        self.classes = classes
        judged = Array(repeating: [], count: classes)
        positives = Array(repeating: SIMD4(), count: classes)
    }

    /// Takes in an image, or refuses it whole.
    /// - Parameters: truth, detections: of that image, in the same pixels; either may be empty.
    package mutating func observe(truth: [GroundTruthBox], detections: [DetectedBox]) throws(EvaluationError)
    {
        var truthByClass: [Int: [GroundTruthBox]] = [:]
        var detectionsByClass: [Int: [DetectedBox]] = [:]
        for (index, box) in truth.enumerated() {
            try check(
                label: box.label, numbers: [box.x1, box.y1, box.x2, box.y2, box.area],
                of: "Ground truth box \(index)")
            truthByClass[box.label, default: []].append(box)
        }
        for (index, box) in detections.enumerated() {
            try check(
                label: box.label, numbers: [box.x1, box.y1, box.x2, box.y2, box.score],
                of: "Detection \(index)")
            detectionsByClass[box.label, default: []].append(box)
        }
        for label in Set(truthByClass.keys).union(detectionsByClass.keys) {
            let matching = DetectionMatching(
                truth: truthByClass[label] ?? [], detections: detectionsByClass[label] ?? [])
            judged[label] += matching.judged
            positives[label] &+= matching.positives
        }
        count += 1
    }

    private func check(label: Int, numbers: [Double], of what: String) throws(EvaluationError) {
        guard (0..<classes).contains(label) else {
            throw .labelOutOfRange(what: what, found: label, classes: classes)
        }
        for number in numbers where !number.isFinite {
            throw .notFinite(what: "A number of \(what)", found: number)
        }
    }

    /// With the rounding of NumPy's `linspace`: a recall of 57 in 100 does not reach its 0.57.
    private static func evenly(from first: Double, to last: Double, count: Int) -> [Double] {
        let step = (last - first) / Double(count - 1)
        return (0..<count - 1).map { first + Double($0) * step } + [last]
    }

    /// Average precision `[class][threshold]`; nil for a class without ground truth of that size.
    package func averagePrecision(_ range: AreaRange) -> [[Double]?] {
        (0..<classes).map { (label) -> [Double]? in
            let positives = positives[label][range.rawValue]
            guard positives > 0 else { return nil }
            let ordered = judged[label].indices
                .sorted { (judged[label][$0].score, $1) > (judged[label][$1].score, $0) }
                .map { judged[label][$0] }
            return Self.thresholds.indices.map { step in
                Self.averagePrecision(ordered, range: range, step: step, positives: positives)
            }
        }
    }

    private static func averagePrecision(
        _ ordered: [JudgedDetection], range: AreaRange, step: Int, positives: Int
    ) -> Double {
        let bit = UInt16(1) << UInt16(step)
        var wrong = 0
        // Precision where the recall grows: after the first right detection, the second, …
        var precisions: [Double] = []
        for detection in ordered {
            if detection.wrong[range.rawValue] & bit != 0 {
                wrong += 1
            } else if detection.right[range.rawValue] & bit != 0 {
                let right = precisions.count + 1
                precisions.append(Double(right) / Double(right + wrong))
            }
        }
        for index in precisions.indices.dropLast().reversed() {
            precisions[index] = max(precisions[index], precisions[index + 1])
        }
        var sum = 0.0
        var index = 0
        for recall in recalls {
            while index < precisions.count, Double(index + 1) / Double(positives) < recall { index += 1 }
            guard index < precisions.count else { break }
            sum += precisions[index]
        }
        return sum / Double(recalls.count)
    }

    package var summary: DetectionSummary { DetectionSummary(self) }
}
