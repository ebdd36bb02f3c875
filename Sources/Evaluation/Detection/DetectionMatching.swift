/// One image's detections of one class, each given the ground truth that it found (pycocotools' `evaluateImg`).
struct DetectionMatching {
    /// By falling score.
    private(set) var judged: [JudgedDetection]
    /// Ground truth that should be found, for each ``AreaRange``.
    private(set) var positives = SIMD4<Int>()
    private let areas: [Double]
    private let truth: [GroundTruthBox]
    /// For each detection the ground truth that it meets at the lowest threshold or better, in the order given.
    private let candidates: [[Candidate]]

    private struct Candidate {
        let truth: Int
        let overlap: Double
    }

    /// - Parameters: truth, detections: of one class. Of the detections the ``DetectionScore/limit`` surest count; ties
    ///   go to the one that comes first.
    init(truth: [GroundTruthBox], detections: [DetectedBox]) {
        let order = detections.indices
            .sorted { (detections[$0].score, $1) > (detections[$1].score, $0) }
            .prefix(DetectionScore.limit)
        let extents = order.map { detections[$0].extent }
        let truthExtents = truth.map(\.extent)
        self.truth = truth
        judged = order.map { JudgedDetection(score: detections[$0].score) }
        areas = extents.map(\.area)
        candidates = extents.map { extent in
            truth.indices.compactMap { index in
                let overlap =
                    truth[index].isCrowd
                    ? extent.share(inside: truthExtents[index])
                    : extent.intersectionOverUnion(truthExtents[index])
                guard overlap >= DetectionScore.thresholds[0] else { return nil }
                return Candidate(truth: index, overlap: overlap)
            }
        }
        for range in AreaRange.allCases { judge(range) }
    }

    /// In each size class other ground truth is to be found; the rest, and crowds, may be found at no gain and no loss.
    private mutating func judge(_ range: AreaRange) {
        let bounds = range.bounds
        let isIgnored = truth.map { $0.isCrowd || !bounds.contains($0.area) }
        positives[range.rawValue] = isIgnored.count { !$0 }
        var found = Array(repeating: UInt16(0), count: truth.count)
        for index in judged.indices {
            let isOutside = !bounds.contains(areas[index])
            for (step, threshold) in DetectionScore.thresholds.enumerated() {
                let bit = UInt16(1) << UInt16(step)
                var best: Candidate?
                for candidate in candidates[index] where candidate.overlap >= threshold {
                    let isFree = found[candidate.truth] & bit == 0 || truth[candidate.truth].isCrowd
                    guard isFree else { continue }
                    // What is to be found goes before what is ignored, then the one met best; of equals the last.
                    if let best {
                        let rank = (isIgnored[candidate.truth] ? 0 : 1, candidate.overlap)
                        if (isIgnored[best.truth] ? 0 : 1, best.overlap) > rank { continue }
                    }
                    best = candidate
                }
                if let best {
                    found[best.truth] |= bit
                    if !isIgnored[best.truth] { judged[index].right[range.rawValue] |= bit }
                } else if !isOutside {
                    judged[index].wrong[range.rawValue] |= bit
                }
            }
        }
    }
}
