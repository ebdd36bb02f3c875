import Testing
import Torch

@testable import Teaching

/// The learned loss and its teacher: against PyTorch, and against what a moved ψ does to a whole step.
@Suite struct LossNetworkTests {
    private struct Golden: Decodable {
        struct Network: Decodable {
            var classes: Int
            var parameters: [Double]
            var output: [Double]
            var target: [Int64]
            var change: [Double]
            var value: Double
            var outputGradient: [Double]
            var effect: [Double]
        }

        struct Teacher: Decodable {
            var hidden: Int
            var window: Int
            var learningRate: Double
            var first: PackedParameters
            var last: PackedParameters
            var gradients: [[Double]]
            var moves: [[Double]]
            var losses: [Double]
        }

        var network: Network
        var teacher: Teacher
    }

    @Test func valueAndGradientsEqualPyTorchs() throws {
        let golden = try Reference.load("loss_network.json", as: Golden.self).network
        let loss = try LossNetwork(golden.parameters, type: .float64, device: .cpu)
        let target = try Tensor(golden.target, shape: [golden.target.count])
        let output = try Tensor(golden.output, shape: [golden.target.count, golden.classes])
        let found = try loss.measure(output, target)
        #expect(abs(found.value - golden.value) < 1e-12)
        #expect(largestDistance(try found.outputGradient.doubles(), golden.outputGradient) < 1e-12)
        let effect = try loss.effect(at: output, target, along: Tensor(golden.change, shape: output.shape))
        #expect(largestDistance(try effect.doubles(), golden.effect) < 1e-12)
    }

    @Test func aPixelIsAnAnswerAndAVoidOneIsNone() throws {
        let golden = try Reference.load("loss_network.json", as: Golden.self).network
        let loss = try LossNetwork(golden.parameters, type: .float64, device: .cpu)
        // Six answers as one image of 2 × 3.
        let pixels = try Tensor(golden.output, shape: [1, 2, 3, golden.classes]).permuted([0, 3, 1, 2])
        let value = try loss(pixels, Tensor(golden.target, shape: [1, 2, 3])).item()
        #expect(abs(value - golden.value) < 1e-12)
        let void = try Tensor([Int64](repeating: -1, count: 6), shape: [1, 2, 3])
        let nothing = try loss.measure(pixels, void)
        let gradient = try nothing.outputGradient.doubles()
        #expect(nothing.value == 0 && gradient.allSatisfy { $0 == 0 })
    }

    @Test func movesAndWindowUpdatesEqualPyTorchs() throws {
        let golden = try Reference.load("loss_network.json", as: Golden.self).teacher
        let teacher = LossTeacher(
            hidden: golden.hidden, window: golden.window, learningRate: golden.learningRate)
        var state = try teacher.initialState(random: RandomSource(seed: 1))
        #expect(Set(state.parameters.names) == golden.first.names)
        try golden.first.replace(in: &state.parameters)
        var parameters = Array(repeating: 0.0, count: LossNetwork.count)
        var seen = parameters
        var losses: [Double] = []
        for (index, gradient) in golden.gradients.enumerated() {
            let moved = try teacher.move(parameters, after: seen, state: state)
            parameters = moved.parameters
            #expect(largestDistance(parameters, golden.moves[index]) < 1e-6, "step \(index)")
            state = try teacher.learn(from: seen, gradient: gradient, state: moved.state)
            if state.window.isEmpty, let loss = state.loss { losses.append(loss) }
            seen = gradient
        }
        #expect(largestDistance(losses, golden.losses) < 1e-6)
        #expect(state.updates == 2)
        #expect(try golden.last.distance(to: state.parameters) < 1e-5)
    }

    @Test func theTeacherLearnsToGoDownhill() throws {
        let teacher = LossTeacher(hidden: 8, window: 5, learningRate: 0.05)
        var state = try teacher.initialState(random: RandomSource(seed: 1))
        // Half of the coordinates should rise, half should fall.
        let gradient = (0..<LossNetwork.count).map { $0 % 2 == 0 ? 1.0 : -1.0 }
        var parameters = gradient.map { _ in 0.0 }
        for _ in 0..<400 {
            let moved = try teacher.move(parameters, after: gradient, state: state)
            parameters = moved.parameters
            state = try teacher.learn(from: gradient, gradient: gradient, state: moved.state)
        }
        #expect(zip(parameters, gradient).allSatisfy { $0 * $1 < -1 }, "\(parameters.prefix(4))")
        #expect(parameters.allSatisfy { abs($0) <= 2 })
    }

    // MARK: In the loop

    private func setting(optimizer: any Optimizer) -> TeachingSetting {
        let set = MetricSet([.crossEntropy, ClassMetric.brier.overExamples], reference: .crossEntropy)
        let teacher = TemporalTeacher(
            inputs: StudentStatistics.length(metrics: set.count), metrics: set.count, hidden: 8, floor: 0)
        return TeachingSetting(
            network: SmallNetwork(), optimizer: optimizer, metrics: set, layout: .classes, classes: 5,
            rule: .lossNetwork, objective: .crossEntropy, eligible: [true, true], interval: 1,
            selection: ConfidenceSelection(threshold: 0.5, minimum: 1, warmup: 10),
            teacher: TeacherTraining(teacher: teacher, window: 3, learningRate: 0.02))
    }

    private func step(_ loop: inout TeachingLoop, _ index: UInt64) throws -> StepReport {
        try loop.step(
            batch: LabelledBatchFactory.make(seed: 2 * index, type: .float64), learningRate: 0.05,
            progress: 0,
            rate: 1, dropoutSeed: index
        ) { try LabelledBatchFactory.make(seed: 2 * index + 1, type: .float64) }
    }

    /// Central differences of L_teach(θ'(ψ)) in every ψ_j, through the loop's own step.
    @Test(arguments: TeachingGradientTests.optimizers.keys.sorted())
    func itsTeachingGradientIsWhatAMovedLossDoes(_ name: String) throws {
        let setting = setting(optimizer: try #require(TeachingGradientTests.optimizers[name]))
        var loop = TeachingLoop(
            setting: setting,
            state: try setting.initialState(random: RandomSource(seed: 3), type: .float64, device: .cpu))
        for index in 0..<UInt64(4) { _ = try step(&loop, index) }
        var state = loop.state
        // A loss network that bends the student's loss well, inside its bound: P is 0 at first.
        let drawn = try Tensor.uniform(
            [LossNetwork.count], low: -1.5, high: 1.5, type: .float64, random: RandomSource(seed: 9)
        ).doubles()
        state.course.loss?.parameters = drawn
        func taught(changing index: Int, by delta: Double) throws -> (loss: Double, gradient: [Double]) {
            var changed = state
            changed.course.loss?.parameters[index] += delta
            var other = TeachingLoop(setting: setting, state: changed)
            let report = try step(&other, 4)
            return (try #require(report.teachingLoss), try #require(other.state.course.loss?.gradient))
        }
        let delta = 1e-5
        let differences = try (0..<LossNetwork.count).map { index in
            let up = try taught(changing: index, by: delta).loss
            let down = try taught(changing: index, by: -delta).loss
            return (up - down) / (2 * delta)
        }
        let exact = try taught(changing: 0, by: 0).gradient
        #expect(largestDistance(exact, TeachingStep.normalized(differences)) < 1e-5)
    }

    @Test func itBeginsAsPlainTrainingAndMoves() throws {
        let setting = setting(optimizer: StochasticGradientDescent(momentum: 0.9))
        var loop = TeachingLoop(
            setting: setting,
            state: try setting.initialState(random: RandomSource(seed: 3), type: .float64, device: .cpu))
        let first = try step(&loop, 0)
        #expect(first.weights == [1, 0])
        #expect(first.loss == first.values[0])
        for index in 1..<UInt64(30) { _ = try step(&loop, index) }
        let parameters = try #require(loop.state.course.loss?.parameters)
        #expect(
            parameters.suffix(16).contains { abs($0) > 0.01 }, "P has not moved: \(parameters.suffix(16))")
        #expect(loop.state.teacher.updates == 10)
        #expect(loop.state.course.weights == [1, 0])
    }
}
