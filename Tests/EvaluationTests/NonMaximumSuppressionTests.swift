import Foundation
import Testing

@testable import Evaluation

@Suite struct NonMaximumSuppressionTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            let name: String
            let overlap: Double
            let boxes: [[Double]]
            let positions: [Int]
        }

        let cases: [Case]
    }

    @Test func equalsTorchvision() throws {
        for golden in try Reference.load("suppression.json", as: Golden.self).cases {
            let boxes = golden.boxes.map(DetectedBox.init(row:))
            let suppression = NonMaximumSuppression(
                overlap: golden.overlap, threshold: -.infinity, limit: .max)
            #expect(suppression.positions(boxes) == golden.positions, "\(golden.name)")
        }
    }

    @Test func theLimitKeepsTheSurestOfAllClasses() throws {
        for golden in try Reference.load("suppression.json", as: Golden.self).cases {
            let boxes = golden.boxes.map(DetectedBox.init(row:))
            var suppression = NonMaximumSuppression(overlap: golden.overlap, threshold: -1)
            #expect(suppression.positions(boxes) == Array(golden.positions.prefix(100)), "\(golden.name)")
            suppression.limit = 7
            #expect(suppression(boxes) == golden.positions.prefix(7).map { boxes[$0] }, "\(golden.name)")
            suppression.limit = 0
            #expect(suppression(boxes).isEmpty)
        }
    }

    @Test func boxesMustScoreMoreThanTheThreshold() {
        let boxes = [0.5, .nan, 0.6, 0.4].enumerated().map { index, score in
            DetectedBox(
                x1: 20.0 * Double(index), y1: 0, x2: 20.0 * Double(index) + 10, y2: 10, score: score, label: 0
            )
        }
        #expect(NonMaximumSuppression(threshold: 0.4).positions(boxes) == [2, 0])
        #expect(NonMaximumSuppression(threshold: 0.6).positions(boxes) == [])
    }

    @Test func equalScoresStayInTheOrderOfTheInput() {
        let box = DetectedBox(x1: 0, y1: 0, x2: 10, y2: 10, score: 0.5, label: 1)
        var other = box
        other.label = 0
        #expect(NonMaximumSuppression().positions([box, other, box, other]) == [0, 1])
    }
}
