import Foundation
import Testing

@testable import Evaluation

@Suite struct SegmentationScoreTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            let name: String
            let classes: Int
            let labels: [[UInt8]]
            let answers: [[UInt8]]
            let counts: [Int]
            let intersectionOverUnion: [Double?]
            let meanIntersectionOverUnion: Double
            let pixelAccuracy: Double
            let classAccuracy: [Double?]
            let meanClassAccuracy: Double
        }

        let cases: [Case]
    }

    private func score(_ labels: [UInt8], _ answers: [UInt8], classes: Int) throws -> SegmentationScore {
        var score = SegmentationScore(classes: classes)
        try score.observe(labels: labels, answers: answers, void: 255)
        return score
    }

    @Test func equalsScikitLearn() throws {
        for golden in try Reference.load("segmentation.json", as: Golden.self).cases {
            var score = SegmentationScore(classes: golden.classes)
            for (labels, answers) in zip(golden.labels, golden.answers) {
                try score.observe(labels: labels, answers: answers, void: 255)
            }
            #expect(score.counts == golden.counts, "\(golden.name)")
            let distances = [
                largestDistance(score.intersectionOverUnion, golden.intersectionOverUnion),
                largestDistance([score.meanIntersectionOverUnion], [golden.meanIntersectionOverUnion]),
                largestDistance([score.pixelAccuracy], [golden.pixelAccuracy]),
                largestDistance(score.classAccuracy, golden.classAccuracy),
                largestDistance([score.meanClassAccuracy], [golden.meanClassAccuracy]),
            ]
            #expect(distances.allSatisfy { $0 < 1e-12 }, "\(golden.name): \(distances)")
        }
    }

    @Test func imagesMayBeScoredApartAndMerged() throws {
        let golden = try #require(try Reference.load("segmentation.json", as: Golden.self).cases.first)
        var merged = SegmentationScore(classes: golden.classes)
        for (labels, answers) in zip(golden.labels, golden.answers).reversed() {
            try merged.merge(score(labels, answers, classes: golden.classes))
        }
        #expect(merged.counts == golden.counts)
    }

    @Test func aClassThatDoesNotOccurHasNoPartInTheMean() throws {
        let score = try score([0, 0, 1, 255], [0, 1, 1, 3], classes: 4)
        #expect(score.intersectionOverUnion == [0.5, 0.5, nil, nil])
        #expect(score.meanIntersectionOverUnion == 0.5)
        #expect(score.count == 3)
    }

    @Test func aClassThatIsOnlyAnsweredCountsAsZero() throws {
        let score = try score([0, 0, 0, 0], [0, 0, 2, 2], classes: 3)
        #expect(score.intersectionOverUnion == [0.5, nil, 0])
        #expect(score.meanIntersectionOverUnion == 0.25)
        #expect(score.classAccuracy == [0.5, nil, nil])
        #expect(score.meanClassAccuracy == 0.5)
    }

    @Test func nothingJudgedHasNoScore() throws {
        let score = try score([255, 255], [0, 9], classes: 2)
        #expect(score == SegmentationScore(classes: 2))
        #expect(score.meanIntersectionOverUnion == nil && score.pixelAccuracy == nil)
        #expect(score.meanClassAccuracy == nil)
    }

    @Test func classZeroMayBeVoid() throws {
        var score = SegmentationScore(classes: 2)
        try score.observe(labels: [0, 1, 1], answers: [1, 1, 0], void: 0)
        #expect(score.counts == [0, 0, 1, 1])
    }

    @Test func anImageIsRefusedWhole() throws {
        var score = try score([0, 1], [0, 1], classes: 2)
        let before = score
        let sentences = [
            "There are 1 answers and 2 labels; they must agree.",
            "The answer to pixel 1 has the class 2; there are 2 classes, 0 to 1.",
            "The label of pixel 1 has the class 7; there are 2 classes, 0 to 1.",
        ]
        let images: [(labels: [UInt8], answers: [UInt8])] = [
            ([0, 1], [0]), ([0, 1], [0, 2]), ([0, 7], [0, 1]),
        ]
        for (image, sentence) in zip(images, sentences) {
            let error = #expect(throws: EvaluationError.self) {
                try score.observe(labels: image.labels, answers: image.answers, void: 255)
            }
            #expect(error?.description == sentence)
        }
        let error = #expect(throws: EvaluationError.self) { try score.merge(SegmentationScore(classes: 3)) }
        #expect(error?.description == "A score of 3 classes cannot join one of 2.")
        #expect(score == before)
    }

    @Test func itSurvivesEncodingAndRefusesWhatIsNoMatrix() throws {
        let score = try score([0, 1, 2], [0, 2, 2], classes: 3)
        let encoded = try JSONEncoder().encode(score)
        #expect(try JSONDecoder().decode(SegmentationScore.self, from: encoded) == score)
        for text in [
            #"{"classes": 2, "counts": [1, 2, 3]}"#, #"{"classes": -1, "counts": [1]}"#,
            #"{"classes": 1, "counts": [-1]}"#, #"{"classes": 4294967296, "counts": []}"#,
        ] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(SegmentationScore.self, from: Data(text.utf8))
            }
        }
    }
}
