import Foundation
import Testing

@testable import Evaluation

@Suite struct DetectionScoreTests {
    private struct Golden: Decodable {
        struct Image: Decodable {
            let truth: [[Double]]
            let detections: [[Double]]
        }

        struct Case: Decodable {
            let name: String
            let classes: Int
            let images: [Image]
            /// [size class][class][threshold]
            let averagePrecision: [[[Double]?]]
            let summary: DetectionSummary
        }

        let thresholds: [Double]
        let recalls: [Double]
        let cases: [Case]
    }

    private let square = GroundTruthBox(x1: 0, y1: 0, x2: 10, y2: 10, label: 0)

    private func detection(_ box: GroundTruthBox, score: Double) -> DetectedBox {
        DetectedBox(x1: box.x1, y1: box.y1, x2: box.x2, y2: box.y2, score: score, label: box.label)
    }

    @Test func thresholdsAndRecallsArePycocotools() throws {
        let golden = try Reference.load("detection.json", as: Golden.self)
        #expect(DetectionScore.thresholds == golden.thresholds)
        #expect(DetectionScore.recalls == golden.recalls)
    }

    @Test func equalsPycocotools() throws {
        for golden in try Reference.load("detection.json", as: Golden.self).cases {
            var score = DetectionScore(classes: golden.classes)
            for image in golden.images {
                try score.observe(
                    truth: image.truth.map(GroundTruthBox.init(row:)),
                    detections: image.detections.map(DetectedBox.init(row:)))
            }
            #expect(score.count == golden.images.count)
            for range in AreaRange.allCases {
                for (found, expected) in zip(
                    score.averagePrecision(range), golden.averagePrecision[range.rawValue])
                {
                    let distance = largestDistance(found ?? [nil], expected ?? [nil])
                    #expect(distance < 1e-12, "\(golden.name), \(range): \(distance)")
                }
            }
            let (found, expected) = (score.summary, golden.summary)
            let distance = largestDistance(numbers(found), numbers(expected))
            #expect(distance < 1e-12, "\(golden.name): \(found) and \(expected)")
        }
    }

    private func numbers(_ summary: DetectionSummary) -> [Double?] {
        [summary.map, summary.map50, summary.map75, summary.small, summary.medium, summary.large]
            + summary.byClass
    }

    @Test func anOverlapCountsAtTheThresholdsThatItReaches() throws {
        var score = DetectionScore(classes: 1)
        let half = DetectedBox(x1: 0, y1: 0, x2: 10, y2: 5, score: 1, label: 0)
        try score.observe(truth: [square], detections: [half])
        #expect(score.summary.map50 == 1 && score.summary.map75 == 0)
        #expect(score.averagePrecision(.all) == [[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
    }

    @Test func aSecondFindOfTheSameObjectIsWrong() throws {
        var score = DetectionScore(classes: 1)
        var other = square
        other.x1 += 100
        other.x2 += 100
        let detections = [
            detection(square, score: 0.9), detection(square, score: 0.8), detection(other, score: 0.7),
        ]
        try score.observe(truth: [square, other], detections: detections)
        // Precision 1 at recall 1/2, 2/3 at recall 1.
        #expect(largestDistance([score.summary.map], [(51 + 50 * 2.0 / 3) / 101]) < 1e-12)
    }

    @Test func aCrowdMayBeFoundOftenAndIsNotMissed() throws {
        var score = DetectionScore(classes: 1)
        var crowd = square
        crowd.isCrowd = true
        try score.observe(truth: [crowd], detections: [])
        #expect(score.summary.map == nil && score.summary.byClass == [nil])
        try score.observe(
            truth: [crowd], detections: [detection(crowd, score: 0.9), detection(crowd, score: 0.8)])
        try score.observe(truth: [square], detections: [detection(square, score: 0.1)])
        #expect(score.summary.map == 1)
    }

    @Test func oneHundredDetectionsOfAnImageCount() throws {
        var score = DetectionScore(classes: 1)
        let strays = (0..<100).map { index in
            DetectedBox(x1: 200, y1: 200, x2: 210, y2: 210, score: 2 + Double(index), label: 0)
        }
        try score.observe(truth: [square], detections: strays + [detection(square, score: 1)])
        #expect(score.summary.map == 0)
        var later = DetectionScore(classes: 1)
        try later.observe(truth: [square], detections: strays.dropLast() + [detection(square, score: 1)])
        #expect(largestDistance([later.summary.map], [1.0 / 100]) < 1e-12)
    }

    @Test func anImageIsRefusedWhole() throws {
        var score = DetectionScore(classes: 2)
        var strange = square
        strange.label = 2
        var unsure = detection(square, score: .nan)
        let cases: [(truth: [GroundTruthBox], detections: [DetectedBox], sentence: String)] = [
            ([square, strange], [], "Ground truth box 1 has the class 2; there are 2 classes, 0 to 1."),
            (
                [square], [detection(strange, score: 1)],
                "Detection 0 has the class 2; there are 2 classes, 0 to 1."
            ),
            ([square], [unsure], "A number of Detection 0 is nan; it must be a finite number."),
        ]
        for (truth, detections, sentence) in cases {
            let error = #expect(throws: EvaluationError.self) {
                try score.observe(truth: truth, detections: detections)
            }
            #expect(error?.description == sentence)
        }
        unsure.score = 1
        unsure.x2 = .infinity
        #expect(throws: EvaluationError.self) { try score.observe(truth: [], detections: [unsure]) }
        #expect(score.count == 0 && score.summary.map == nil)
    }

    @Test func theSummarySurvivesEncoding() throws {
        var score = DetectionScore(classes: 2)
        try score.observe(truth: [square], detections: [detection(square, score: 1)])
        let summary = score.summary
        let encoded = try JSONEncoder().encode(summary)
        #expect(try JSONDecoder().decode(DetectionSummary.self, from: encoded) == summary)
    }
}
