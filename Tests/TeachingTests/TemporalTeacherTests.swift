import Foundation
import Testing
import Torch

@testable import Teaching

@Suite struct TemporalTeacherTests {
    private struct Golden: Decodable {
        var inputs: Int
        var hidden: Int
        var metrics: Int
        var window: Int
        var learningRate: Double
        var floor: Double
        var first: PackedParameters
        var steps: [TeachingStep]
        var courses: [Course]

        struct Course: Decodable {
            var entropy: Double
            var last: PackedParameters
            var decisions: [[Double]]
            var losses: [Double]
        }
    }

    private func training(
        floor: Double = 0, window: Int = 5, rate: Double = 0.05, entropy: Double = 0
    ) -> TeacherTraining {
        TeacherTraining(
            teacher: TemporalTeacher(inputs: 3, metrics: 4, hidden: 8, floor: floor), window: window,
            learningRate: rate, entropy: entropy)
    }

    private let all = [true, true, true, true]

    /// Teaches `count` steps of the same input and gradient; gives the decisions.
    private func course(
        _ training: TeacherTraining, steps count: Int, selection: [Bool]? = nil, gradient: [Double]
    ) throws -> (decisions: [[Double]], state: TeacherState) {
        var state = try training.initialState(random: RandomSource(seed: 1))
        var decisions: [[Double]] = []
        for _ in 0..<count {
            let input = [0.3, -0.2, 1]
            let decision = try training.decide(input, state: state)
            decisions.append(decision.weights.within)
            state = try training.learn(
                from: TeachingStep(input: input, selection: selection ?? all, gradient: gradient),
                state: decision.state)
        }
        return (decisions, state)
    }

    @Test(arguments: [0, 0.2])
    func teachingStartsAtEqualWeights(_ floor: Double) throws {
        let training = training(floor: floor)
        let state = try training.initialState(random: RandomSource(seed: 1))
        for input in [[0.0, 0, 0], [3, -3, 1]] {
            let weights = try training.decide(input, state: state).weights.within
            #expect(largestDistance(weights, [0.25, 0.25, 0.25, 0.25]) < 1e-7)
        }
    }

    @Test(arguments: [0, 1])
    func decisionsAndWindowUpdatesEqualPyTorchs(_ number: Int) throws {
        let golden = try Reference.load("teacher.json", as: Golden.self)
        let teacher = TemporalTeacher(
            inputs: golden.inputs, metrics: golden.metrics, hidden: golden.hidden, floor: golden.floor)
        let course = golden.courses[number]
        let training = TeacherTraining(
            teacher: teacher, window: golden.window, learningRate: golden.learningRate,
            entropy: course.entropy)
        var state = try training.initialState(random: RandomSource(seed: 1))
        #expect(Set(state.parameters.names) == golden.first.names)
        try golden.first.replace(in: &state.parameters)
        var losses: [Double] = []
        for (index, step) in golden.steps.enumerated() {
            let decision = try training.decide(step.input, state: state)
            #expect(largestDistance(decision.weights.within, course.decisions[index]) < 1e-5, "step \(index)")
            state = try training.learn(from: step, state: decision.state)
            if state.window.isEmpty, let loss = state.loss { losses.append(loss) }
        }
        #expect(largestDistance(losses, course.losses) < 1e-5)
        #expect(state.updates == 2)
        #expect(try course.last.distance(to: state.parameters) < 1e-5)
    }

    @Test func theTeacherLearnsWhichMetricHelps() throws {
        let decisions = try course(training(), steps: 300, gradient: [1, 0.2, -1.5, 0.3]).decisions
        #expect(decisions[299][2] > 0.8, "\(decisions[299])")
    }

    @Test func withEntropyTheWeightsStayInside() throws {
        // min Σ ω_i r_i − τ H(ω) over the simplex: ω = softmax(−r/τ), of the selected metrics.
        let gradient = [1, 0.2, -1.5, 0.3]
        for selection in [all, [true, true, false, true]] {
            let state = try course(
                training(rate: 0.05, entropy: 0.8), steps: 1_500, selection: selection, gradient: gradient
            ).state
            let scores = zip(gradient, selection).map { $1 ? exp(-$0 / 0.8) : 0 }
            let expected = scores.map { $0 / scores.reduce(0, +) }
            let decided = try training().decide([0.3, -0.2, 1], state: state).weights
            let fused = training().teacher.fuse(decided, selection: selection)
            #expect(largestDistance(fused, expected) < 0.01, "\(fused) \(expected)")
        }
    }

    @Test func noWeightFallsBelowTheFloor() throws {
        let decisions = try course(training(floor: 0.4, rate: 0.1), steps: 300, gradient: [1, 1, -2, 1])
            .decisions
        #expect(decisions.allSatisfy { weights in weights.allSatisfy { $0 >= 0.1 - 1e-6 } })
        #expect(decisions.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-6 })
        #expect(decisions[299][2] > 0.65, "\(decisions[299])")
    }

    @Test func theMemoryMatters() throws {
        let training = training(rate: 0.05)
        var state = try training.initialState(random: RandomSource(seed: 1))
        // What helps alternates with the input's sign: the history tells.
        for step in 0..<100 {
            let sign: Double = step / 5 % 2 == 0 ? 1 : -1
            let decision = try training.decide([sign, 0, 1], state: state)
            state = try training.learn(
                from: TeachingStep(input: [sign, 0, 1], selection: all, gradient: [sign, -sign, 0, 0]),
                state: decision.state)
        }
        func last(after history: [Double]) throws -> [Double] {
            var one = state
            one.memory = try training.teacher.initialMemory()
            for sign in history { one = try training.decide([sign, 0, 1], state: one).state }
            return try training.decide([0, 0, 1], state: one).weights.within
        }
        let difference = zip(try last(after: [1, 1, 1]), try last(after: [-1, -1, -1])).map { abs($0 - $1) }
        #expect((difference.max() ?? 0) > 0.01, "\(difference)")
    }

    @Test func theTeacherIsUpdatedOnceAWindow() throws {
        let training = training(window: 3)
        let before = try course(training, steps: 2, gradient: [1, 0, 0, -1]).state
        #expect(before.updates == 0 && before.window.count == 2 && before.loss == nil)
        let after = try course(training, steps: 3, gradient: [1, 0, 0, -1]).state
        #expect(after.updates == 1 && after.window.isEmpty)
        #expect(try after.windowStart.hidden.doubles() == after.memory.hidden.doubles())
        // Equal weights over a gradient that sums to 0.
        #expect(try abs(#require(after.loss)) < 1e-6)
    }

    @Test func fusedWeightsSumToOneAndAreZeroForTheUnselected() throws {
        let weights = try Tensor([0.1, 0.2, 0.3, 0.4] as [Float], shape: [4])
        let selection = try Tensor([1, 0, 1, 0] as [Float], shape: [4])
        let fused = try teacher(of: 4).fuse(weights, selection: selection).doubles()
        #expect(largestDistance(fused, [0.25, 0, 0.75, 0]) < 1e-6)
    }

    @Test func selectedWeightsOfZeroFuseToSomethingFinite() throws {
        let weights = try Tensor([0, 1, 0] as [Float], shape: [3])
        let selection = try Tensor([1, 0, 1] as [Float], shape: [3])
        let teacher = teacher(of: 3)
        #expect(try teacher.fuse(weights, selection: selection).doubles().allSatisfy { $0.isFinite })
        func fused(_ within: [Double]) -> [Double] {
            teacher.fuse(TeacherWeights(within: within), selection: [true, false, true])
        }
        #expect(fused([0, 1, 0]) == [0.5, 0, 0.5])
        #expect(fused([1, 2, 3]) == [0.25, 0, 0.75])
    }

    private func teacher(of metrics: Int) -> TemporalTeacher {
        TemporalTeacher(inputs: 3, metrics: metrics, hidden: 4, floor: 0)
    }

    // MARK: Groups

    /// Metrics 0, 2 and 4 in one group, 1 and 3 in another.
    private func grouped(rate: Double = 0.05, floor: Double = 0) -> TeacherTraining {
        TeacherTraining(
            teacher: TemporalTeacher(inputs: 3, groups: [[0, 2, 4], [1, 3]], hidden: 8, floor: floor),
            window: 4, learningRate: rate)
    }

    @Test func groupsStartAtEqualWeightsInsideAndAcross() throws {
        let training = grouped(floor: 0.1)
        let weights = try training.decide(
            [1, 2, 3], state: training.initialState(random: RandomSource(seed: 1))
        ).weights
        let third = 1.0 / 3
        #expect(largestDistance(weights.within, [third, 0.5, third, 0.5, third]) < 1e-6)
        #expect(largestDistance(weights.across, [0.5, 0.5]) < 1e-6)
        let fused = training.teacher.fuse(weights, selection: [true, true, false, true, true])
        #expect(largestDistance(fused, [0.25, 0.25, 0, 0.25, 0.25]) < 1e-6)
    }

    @Test func tensorsAndNumbersFuseGroupsAlike() throws {
        let teacher = grouped().teacher
        let within = [0.2, 0.9, 0.5, 0.1, 0.3]
        let selection = [true, true, true, false, false]
        let tensor = try teacher.fuse(
            Tensor(within.map { Float($0) }, shape: [5]),
            selection: Tensor(selection.map { $0 ? Float(1) : 0 }, shape: [5])
        ).doubles()
        let numbers = teacher.fuse(TeacherWeights(within: within, across: [1, 1]), selection: selection)
        #expect(largestDistance(tensor, numbers) < 1e-6)
        #expect(largestDistance(numbers, [2.0 / 7, 1, 5.0 / 7, 0, 0]) < 1e-12)
    }

    @Test func eachSoftmaxLearnsWhatHelps() throws {
        let training = grouped()
        var state = try training.initialState(random: RandomSource(seed: 1))
        let selection = Array(repeating: true, count: 5)
        var weights = TeacherWeights(within: [], across: [])
        for _ in 0..<200 {
            let decision = try training.decide([0.3, -0.2, 1], state: state)
            weights = decision.weights
            let lesson = TeachingStep(
                input: [0.3, -0.2, 1], selection: selection, gradient: [1, -1, 0.5, 1, -1],
                groupGradient: [1, -1])
            state = try training.learn(from: lesson, state: decision.state)
        }
        #expect(weights.within[4] > 0.8 && weights.within[1] > 0.8 && weights.across[1] > 0.6, "\(weights)")
    }

    @Test func aGroupsGradientIsThatOfItsWeight() {
        // ω = W_g w_i: dL/dW_g = Σ w_i dL/dω_i.
        let groups = [
            MetricGroup(name: "a", members: [0, 2], reference: 0),
            MetricGroup(name: "b", members: [1], reference: 1),
        ]
        let lesson = TeachingStep(
            input: [], selection: [true, true, true], gradient: [3, -1, 4], weights: [0.1, 0.5, 0.4],
            groups: groups)
        let (first, second) = (0.2 * 3 + 0.8 * 4, -1.0)
        let size = ((first * first + second * second) / 2).squareRoot()
        #expect(largestDistance(lesson.groupGradient ?? [], [first / size, second / size]) < 1e-12)
        let inside = 12.5.squareRoot()
        #expect(largestDistance(lesson.gradient, [3 / inside, -1, 4 / inside]) < 1e-12)
    }
}
