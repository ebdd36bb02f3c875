import Testing
import Torch

@testable import Teaching

/// The loop as a whole, on three Gaussians in four dimensions.
@Suite struct TeachingLoopTests {
    /// Less where the right class is less probable: it teaches the wrong way.
    private static let harmful = ClassMetric(name: "harmful", formula: "p_y", source: "a test") {
        try $0.ownProbability()
    }.overExamples

    private static let broken = Metric(name: "broken", formula: "0/0", source: "a test") { input in
        let zero = try input.output.sum() * 0
        return try zero / zero
    }

    private static let brier = ClassMetric.brier.overExamples
    private static let hinge = ClassMetric.hinge.overExamples
    private static let focal = ClassMetric.focal.overExamples

    private func setting(
        _ metrics: [Metric], rule: WeightRule = .taught, threshold: Double = 0.5, interval: Int = 1,
        eligible: [Bool]? = nil
    ) -> TeachingSetting {
        let set = MetricSet(metrics, reference: .crossEntropy)
        let teacher = TemporalTeacher(
            inputs: StudentStatistics.length(metrics: set.count), metrics: set.count, hidden: 16, floor: 0)
        return TeachingSetting(
            network: LinearNetwork(), optimizer: StochasticGradientDescent(momentum: 0.9), metrics: set,
            layout: .classes, classes: 3,
            rule: rule, objective: .crossEntropy, eligible: eligible ?? set.metrics.map { _ in true },
            interval: interval, selection: ConfidenceSelection(threshold: threshold, minimum: 1, warmup: 10),
            teacher: TeacherTraining(teacher: teacher, window: 5, learningRate: 0.02))
    }

    private func batch(_ seed: Int) throws -> LabelledBatch {
        let labels = (0..<24).map { Int64($0 % 3) }
        let noise = try Tensor.normal([24, 4], random: RandomSource(seed: UInt64(seed)))
        let centres = try Tensor(labels, shape: [24]).oneHot(3).to(type: .float32).padded([0, 1]) * 1.5
        return LabelledBatch(
            input: try (noise + centres).reshaped([24, 4, 1, 1]), target: try Tensor(labels, shape: [24]))
    }

    private func start(_ setting: TeachingSetting) throws -> TeachingLoop {
        TeachingLoop(
            setting: setting,
            state: try setting.initialState(random: RandomSource(seed: 1), type: .float32, device: .cpu))
    }

    @discardableResult
    private func run(_ loop: inout TeachingLoop, steps: Int) throws -> [StepReport] {
        try (0..<steps).map { step in
            try loop.step(
                batch: batch(2 * step), learningRate: 0.05, progress: Double(step) / Double(steps), rate: 1,
                dropoutSeed: UInt64(step)
            ) { try batch(2 * step + 1) }
        }
    }

    @Test func scalesFollowEveryRuleThatWeighsInItsFirstStepsAndAtTeachingSteps() throws {
        let set = MetricSet([Self.brier, .crossEntropy], reference: .crossEntropy)
        for rule in [WeightRule.taught, .uncertainty, .constant([0.5, 0.5])] {
            var loop = try start(setting(set.metrics, rule: rule, interval: 4))
            var seen: [MetricScales] = []
            for _ in 0..<17 {
                try run(&loop, steps: 1)
                seen.append(loop.state.course.scales)
            }
            // Steps from 0: the first ten, then 12 and 16.
            let changed = (1..<17).filter { seen[$0] != seen[$0 - 1] }
            #expect(changed == Array(1..<10) + [12, 16])
        }
        var plain = try start(setting(set.metrics, rule: .constant(set.referenceWeights), interval: 4))
        try run(&plain, steps: 17)
        #expect(plain.state.course.scales == MetricScales(metrics: 2))
    }

    @Test func aHarmfulMetricIsDeselectedAndTheOthersStay() throws {
        var loop = try start(setting([Self.brier, .crossEntropy, Self.harmful]))
        let reports = try run(&loop, steps: 40)
        #expect(largestDistance(reports[0].weights, [1.0 / 3, 1.0 / 3, 1.0 / 3]) < 1e-6)
        #expect(!loop.state.course.selection[2] && loop.state.course.selection.contains(true))
        #expect(loop.state.course.weights[2] == 0)
        #expect(loop.state.course.tracker.confidence[2] < 0.05)
        #expect(loop.state.course.tracker.mean[2] < 0)
        #expect(reports.allSatisfy { abs($0.weights.reduce(0, +) - 1) < 1e-9 })
    }

    @Test func theTeacherLowersTheWeightOfAHarmfulMetricThatIsKept() throws {
        // A threshold of 0 never drops a metric: what is left is the teacher.
        var loop = try start(setting([Self.brier, .crossEntropy, Self.harmful], threshold: 0))
        let reports = try run(&loop, steps: 200)
        #expect(loop.state.course.selection == [true, true, true])
        #expect(reports[199].weights[2] < 0.1, "\(reports[199].weights)")
        #expect((reports[199].teachingLoss ?? 1) < (reports[0].teachingLoss ?? 0))
        #expect(loop.state.teacher.updates == 40)
    }

    @Test func weightsChangeAtTeachingStepsOnly() throws {
        var loop = try start(setting([Self.brier, .crossEntropy, Self.hinge], interval: 4))
        let reports = try run(&loop, steps: 48)
        for (step, report) in reports.enumerated() {
            #expect((report.teachingLoss != nil) == (step % 4 == 0))
            if step % 4 != 0 { #expect(report.weights == reports[step - 1].weights) }
        }
        #expect(Set(reports.map { "\($0.weights)" }).count > 3)
        #expect(loop.state.course.tracker.observations == 12)
    }

    @Test func theLessonComesAtTheEndOfTheHorizon() throws {
        var setting = setting([Self.brier, .crossEntropy, Self.hinge], interval: 4)
        setting.horizon = 3
        var loop = try start(setting)
        for step in 0..<41 {
            let report = try run(&loop, steps: 1)[0]
            #expect((report.teachingLoss != nil) == (step % 4 == 2))
            #expect(loop.state.followed.count == [1, 2, 0, 0][step % 4])
            #expect((loop.state.course.teacherInput != nil) == (step % 4 < 2))
        }
        #expect(loop.state.course.tracker.observations == 10)
        #expect(loop.state.teacher.updates == 2)
    }

    @Test func anExampleWithAWrongLabelCountsLess() throws {
        // The teaching batch is right.
        func accuracy(weighing: Bool) throws -> Double {
            var setting = setting([.crossEntropy, Self.brier])
            setting.weighsExamples = weighing
            var loop = try start(setting)
            for step in 0..<60 {
                let wrong = try mislabelled(batch(2 * step))
                _ = try loop.step(
                    batch: wrong, learningRate: 0.05, progress: 0, rate: 1, dropoutSeed: 0
                ) { try batch(2 * step + 1) }
            }
            let student = loop.state.student
            let output = try LinearNetwork()(
                batch(999).input, parameters: student.parameters, statistics: student.statistics,
                mode: .evaluation
            ).output
            return try Answers(output: output, target: batch(999).target).accuracy
        }
        #expect(try accuracy(weighing: true) > accuracy(weighing: false) + 0.3)
    }

    @Test func metricsAreJudgedByTheExamplesThatCount() throws {
        // Of the training batch most labels are wrong: its metrics harm, but for those of its right examples alone.
        func usefulness(weighing: Bool) throws -> [Double] {
            var setting = setting([.crossEntropy, Self.brier])
            setting.weighsExamples = weighing
            var loop = try start(setting)
            for step in 0..<20 {
                let wrong = try mislabelled(batch(2 * step))
                _ = try loop.step(batch: wrong, learningRate: 0.01, progress: 0, rate: 1, dropoutSeed: 0) {
                    try batch(2 * step + 1)
                }
            }
            return loop.state.course.tracker.mean
        }
        let (all, weighed) = (try usefulness(weighing: false), try usefulness(weighing: true))
        #expect(all.allSatisfy { $0 < 0 }, "\(all)")
        #expect(weighed.allSatisfy { $0 > 0 }, "\(weighed)")
    }

    /// The batch with five labels in eight that are the next class.
    private func mislabelled(_ batch: LabelledBatch) throws -> LabelledBatch {
        var wrong = batch
        let labels = try batch.target.integers().enumerated().map {
            $0.offset / 3 < 5 ? ($0.element + 1) % 3 : $0.element
        }
        wrong.target = try Tensor(labels, shape: [labels.count])
        return wrong
    }

    @Test func byUncertaintyTheLargerLossIsWeighedLess() throws {
        // The same gradient, another value.
        let large = Metric(name: "large", formula: "9 − log p_y", source: "a test") {
            try Metric.crossEntropy.value($0) + 9
        }
        var loop = try start(setting([.crossEntropy, large], rule: .uncertainty))
        let reports = try run(&loop, steps: 60)
        #expect(reports[0].weights == [0.5, 0.5])
        #expect(reports[59].weights[1] < 0.3 && reports[59].weights[0] > 0.5, "\(reports[59].weights)")
        #expect(loop.state.teacher.updates == 0 && loop.state.course.selection == [true, true])
    }

    @Test func aReferenceMetricThatIsNotListedIsMeasuredAndNeverWeighed() throws {
        let eligible = [true, true, false]
        var loop = try start(setting([Self.brier, Self.hinge], eligible: eligible))
        let reports = try run(&loop, steps: 30)
        #expect(reports.allSatisfy { $0.weights[2] == 0 })
        #expect(loop.state.course.tracker.mean[2] != 0)
    }

    @Test func constantWeightsOnTheReferenceArePlainTrainingBitForBit() throws {
        let optimizer = StochasticGradientDescent(momentum: 0.9, nesterov: true, weightDecay: 1e-3)
        var setting = setting(
            [Self.brier, .crossEntropy, Self.focal], rule: .constant([0, 1, 0]), interval: 3)
        setting.network = SmallNetwork()
        setting.optimizer = optimizer
        setting.classes = 5
        var loop = try start(setting)
        var plain = loop.state.student
        for step in UInt64(0)..<8 {
            let batch = try LabelledBatchFactory.make(seed: step, type: .float32)
            let report = try loop.step(
                batch: batch, learningRate: 0.1, progress: 0, rate: 1, dropoutSeed: step
            ) {
                throw TeachingError.diverged(
                    step: 0, what: "plain training asked for a teaching batch, and that")
            }
            #expect(report.weights == [0, 1, 0])

            let leaves = try plain.parameters.map { try $0.requiringGradient() }
            let result = try SmallNetwork()(
                batch.input, parameters: leaves, statistics: plain.statistics,
                mode: .training(dropoutSeed: step))
            let loss = try -result.output.logSoftmax(1).gathered(1, batch.target.unsqueezed(1)).mean()
            let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors)
            let updated = try optimizer.update(
                plain.parameters.tensors, gradients: gradients, state: plain.optimizer, learningRate: 0.1)
            plain = StudentState(
                parameters: try plain.parameters.replacing(tensors: updated.parameters),
                statistics: result.statistics, optimizer: updated.state)
            #expect(try abs(report.loss - loss.item()) < 1e-6)
        }
        for (taught, expected) in [
            (loop.state.student.parameters, plain.parameters),
            (loop.state.student.statistics, plain.statistics),
        ] {
            #expect(try taught.tensors.map { try $0.bytes() } == expected.tensors.map { try $0.bytes() })
        }
    }

    @Test func aLossThatIsNotFiniteNamesItsStepAndMetric() throws {
        var loop = try start(setting([.crossEntropy], rule: .constant([1])))
        try run(&loop, steps: 2)
        var broken = TeachingLoop(
            setting: setting([.crossEntropy, Self.broken], rule: .constant([0.5, 0.5])),
            state: try start(setting([.crossEntropy, Self.broken], rule: .constant([0.5, 0.5]))).state)
        let error = try #require(throws: TeachingError.self) { try run(&broken, steps: 1) }
        #expect(error == .diverged(step: 1, what: "metric 'broken'"))
        #expect(
            error.description == "The student diverged: metric 'broken' was not finite at step 1; "
                + "a smaller learning rate may help.")
    }

    @Test func aStudentThatExplodesIsReportedNotTaught() throws {
        var loop = try start(setting([.crossEntropy, Self.brier]))
        let error = try #require(throws: TeachingError.self) {
            for step in 0..<20 {
                _ = try loop.step(
                    batch: batch(step), learningRate: 1e38, progress: 0, rate: 1, dropoutSeed: 0
                ) { try batch(100) }
            }
        }
        #expect(error.description.contains("was not finite at step "))
    }
}
