import Foundation
import Testing
import Torch

@testable import Teaching

/// What statistics see of pixels and of locations.
@Suite struct LayoutAnswersTests {
    @Test func aPixelsAnswerIsThatOfItsLogits() throws {
        // Two pixels with a class, one void, one more.
        let logits: [[Double]] = [[2, 0, 0], [0, 0, 3], [9, 9, 9], [1, 1, 1]]
        let output = try Tensor((0..<3).flatMap { label in logits.map { $0[label] } }, shape: [1, 3, 2, 2])
        let target = try Tensor([0, 1, -1, 2] as [Int64], shape: [1, 2, 2])
        let answers = try OutputLayout.pixels.answers(output: output, target: target)
        let own = try Answers(
            output: Tensor([2, 0, 0, 0, 0, 3, 1, 1, 1.0], shape: [3, 3]),
            target: Tensor([0, 1, 2] as [Int64], shape: [3]))
        #expect(answers.classes == 3 && answers.target == [0, 1, 2])
        #expect(answers.predicted == own.predicted && answers.crossEntropy == own.crossEntropy)
        #expect(answers.margin == own.margin && answers.entropy == own.entropy)
        #expect(abs(answers.crossEntropy[0] - (log(exp(2) + 2) - 2)) < 1e-12)
        #expect(abs(answers.crossEntropy[2] - log(3)) < 1e-12)
    }

    @Test func aPartOfThePixelsSpreadOverTheBatchIsLookedAt() throws {
        let (batch, height, width) = (3, 64, 96)
        let output = try Tensor.zeros([batch, 2, height, width])
        let labels = (0..<batch * height * width).map { Int64($0 / (height * width)) % 2 }
        let answers = try OutputLayout.pixels.answers(
            output: output, target: Tensor(labels, shape: [batch, height, width]))
        #expect(answers.count == OutputLayout.answersLookedAt)
        let second = answers.target.filter { $0 == 1 }.count
        #expect(abs(second - answers.count / 3) <= 1)
        // Void everywhere: nothing to answer.
        let void = try Tensor.full([batch, height, width], value: -1, type: .int64)
        let none = try OutputLayout.pixels.answers(output: output, target: void)
        #expect(none.count == 0 && none.classes == 2)
    }

    @Test func aLocationsAnswerIsOverTheClassesAndTheBackground() throws {
        let rows: [[Double]] = [
            [0, 0, 1, 1, 2, 1, -1], [0, 0, 1, 1, -3, 0, 0], [0, 0, 1, 1, 5, 0, 0], [0, 0, 1, 1, 0.5, 0, 4],
        ]
        let facts: [[Double]] = [
            [1, 1, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0], [-1, 0, 0, 0, 0, 0], [1, 1, 0, 0, 1, 1],
        ]
        let answers = try OutputLayout.locations.answers(
            output: Tensor(rows.flatMap(\.self), shape: [1, 4, 7]),
            target: Tensor(facts.flatMap(\.self), shape: [1, 4, 6]))
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        // The two objects, then the background; the ignored one is not asked.
        #expect(answers.classes == 3 && OutputLayout.locations.classes(of: 2) == 3)
        #expect(answers.target == [1, 1, 2])
        #expect(answers.predicted == [0, 1, 2])
        let own = [sigmoid(2) * sigmoid(-2), sigmoid(0.5) * sigmoid(4), 1 - sigmoid(-3)]
        #expect(largestDistance(answers.crossEntropy, own.map { -log($0) }) < 1e-12)
        let best = [sigmoid(2) * sigmoid(2), own[1], own[2]]
        #expect(largestDistance(answers.confidence, best) < 1e-12)
    }

    @Test func theBackgroundDoesNotDrownTheObjects() throws {
        let count = 10_000
        var facts = Array(repeating: 0.0, count: count * 6)
        for index in 0..<100 { facts[index * 60] = 1 }
        let answers = try OutputLayout.locations.answers(
            output: Tensor.zeros([1, count, 7], type: .float64), target: Tensor(facts, shape: [1, count, 6]))
        #expect(answers.target.count { $0 == 0 } == 100 && answers.target.count { $0 == 2 } == 100)
        let ignored = try Tensor.full([1, 5, 6], value: -1)
        let none = try OutputLayout.locations.answers(output: Tensor.zeros([1, 5, 7]), target: ignored)
        #expect(none.count == 0 && none.classes == 3)
    }
}
