import Testing
import Torch

@testable import Teaching

/// What the ablations leave out, and the feed-forward teacher.
@Suite struct AblationTests {
    private func decisions(_ body: TemporalTeacher.Body, after history: [Double]) throws -> [Double] {
        let training = TeacherTraining(
            teacher: TemporalTeacher(inputs: 2, metrics: 3, hidden: 6, floor: 0, body: body), window: 4,
            learningRate: 0.05)
        var state = try training.initialState(random: RandomSource(seed: 1))
        // Something to remember: what helps alternates with the input's sign.
        for step in 0..<60 {
            let sign: Double = step / 3 % 2 == 0 ? 1 : -1
            let decision = try training.decide([sign, 1], state: state)
            state = try training.learn(
                from: TeachingStep(
                    input: [sign, 1], selection: [true, true, true], gradient: [sign, -sign, 0.2]),
                state: decision.state)
        }
        for value in history { state = try training.decide([value, 1], state: state).state }
        return try training.decide([0.3, 1], state: state).weights.within
    }

    @Test(arguments: [TemporalTeacher.Body.forgetful, .feedForward])
    func aTeacherWithoutMemorySaysTheSameAfterAnyHistory(_ body: TemporalTeacher.Body) throws {
        let weights = try decisions(body, after: [1, 1, 1])
        #expect(try decisions(body, after: [-1, -1, -1]) == weights)
        #expect(abs(weights.reduce(0, +) - 1) < 1e-6 && Set(weights).count == 3)
    }

    @Test func aTeacherWithMemoryDoesNot() throws {
        #expect(try decisions(.memory, after: [1, 1, 1]) != decisions(.memory, after: [-1, -1, -1]))
    }

    @Test func theForgetfulTeacherHasTheParametersOfTheOther() throws {
        func shapes(_ body: TemporalTeacher.Body) throws -> [[Int]] {
            let teacher = TemporalTeacher(inputs: 2, metrics: 3, hidden: 6, floor: 0, body: body)
            return try teacher.initialParameters(random: RandomSource(seed: 1)).tensors.map(\.shape)
        }
        #expect(try shapes(.forgetful) == shapes(.memory))
        #expect(try shapes(.feedForward) == [[6, 2], [6], [3, 6], [3]])
    }

    @Test func withoutStatisticsTheTeacherSeesValuesAndProgress() throws {
        var course = Course(weights: [0.5, 0.5], selection: [true, true], classes: 2)
        #expect(TeacherInput.values.vector(course, progress: 0.1, rate: 1) == [0, 0, 0.1])
        let answers = try Answers(
            output: Tensor([2, 0, 0, 2, 0, 2] as [Float], shape: [3, 2]),
            target: Tensor([0, 0, 1] as [Int64], shape: [3]))
        try course.statistics.observe(training: answers, values: [40, 0.25], taps: [])
        #expect(TeacherInput.values.vector(course, progress: 0.5, rate: 0.2) == [40, 0.25, 0.5])
        for input in [TeacherInput.statistics, .values, .performance] {
            #expect(input.vector(course, progress: 0, rate: 1).count == input.length(metrics: 2))
        }
    }

    @Test func theFeedForwardTeacherSeesLossAccuracyAndProgress() throws {
        var course = Course(weights: [1], selection: [true], classes: 2)
        let answers = try Answers(
            output: Tensor([2, 0, 0, 2, 0, 2, 2, 0] as [Float], shape: [4, 2]),
            target: Tensor([0, 0, 1, 0] as [Int64], shape: [4]))
        try course.statistics.observe(training: answers, values: [1], taps: [])
        let before = TeacherInput.performance.vector(course, progress: 0.5, rate: 0.2)
        #expect(before[1] == 0.75 && before[3] == 0 && before[4] == 0.5)
        #expect(before[0] == course.statistics.training.crossEntropy)
        course.statistics.observe(
            teaching: try Answers(
                output: Tensor([0, 2] as [Float], shape: [1, 2]), target: Tensor([1] as [Int64], shape: [1])))
        #expect(TeacherInput.performance.vector(course, progress: 0.5, rate: 0.2)[3] == 1)
    }

    @Test func withoutSelectionTheLeastConfidentMetricStays() {
        var tracker = UsefulnessTracker(metrics: 2)
        for step in 0..<50 { tracker.observe([1 + 0.01 * Double(step % 2), -1]) }
        #expect(tracker.confidence[1] == 0)
        func selected(_ selection: ConfidenceSelection) -> [Bool] {
            selection.select(
                tracker, previous: [true, false], eligible: [true, true],
                groups: [MetricGroup(name: "output", members: [0, 1], reference: 0)])
        }
        #expect(selected(.everything) == [true, true])
        #expect(selected(ConfidenceSelection(threshold: 0.5, minimum: 1, warmup: 0)) == [true, false])
    }
}
