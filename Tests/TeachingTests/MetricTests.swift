import Testing
import Torch

@testable import Teaching

/// The metrics against PyTorch's values and gradients.
@Suite struct MetricTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            var name: String
            var shape: [Int]
            var logits: [Double]
            var target: [Int64]
            var metrics: [String: Answer]
        }

        struct Answer: Decodable {
            var values: [Double]
            var gradient: [Double]
        }

        var cases: [Case]
    }

    @Test(arguments: Metric.classification.map(\.name))
    func valueAndGradientEqualPyTorchs(_ name: String) throws {
        let metric = try #require(ClassMetric.all.first { $0.name == name })
        for one in try Reference.load("metrics.json", as: Golden.self).cases {
            let expected = try #require(one.metrics[name])
            let output = try Tensor(one.logits, shape: one.shape).requiringGradient()
            let target = try Tensor(one.target, shape: [one.target.count])
            let values = try metric.perExample(ClassLogits(output, target: target))
            let gradient = try Tensor.gradients(of: values.mean(), withRespectTo: [output])[0]
            #expect(values.shape == [one.target.count])
            #expect(try largestDistance(values.doubles(), expected.values) <= 1e-12, "\(one.name)")
            #expect(try largestDistance(gradient.doubles(), expected.gradient) <= 1e-12, "\(one.name)")
        }
    }

    @Test(arguments: Metric.classification.map(\.name))
    func logitsFarApartLeaveValueAndGradientFinite(_ name: String) throws {
        let metric = try #require(ClassMetric.all.first { $0.name == name })
        let logits: [Float] = [50, -50, 0, -50, 50, 50, -1000, 1000, 0, 0, 0, 0]
        for label in Int64(0)..<3 {
            let output = try Tensor(logits, shape: [4, 3]).requiringGradient()
            let target = try Tensor(Array(repeating: label, count: 4), shape: [4])
            let values = try metric.perExample(ClassLogits(output, target: target))
            let gradient = try Tensor.gradients(of: values.mean(), withRespectTo: [output])[0]
            #expect(try values.doubles().allSatisfy { $0.isFinite && $0 >= -1e-6 }, "label \(label)")
            #expect(try gradient.doubles().allSatisfy { $0.isFinite }, "label \(label)")
        }
    }

    @Test(arguments: Metric.classification.map(\.name))
    func ofMixedImagesBothClassesCountByTheirShares(_ name: String) throws {
        let metric = try #require(ClassMetric.all.first { $0.name == name })
        let classes: [Int64] = [0, 2, 1, 1]
        let others: [Int64] = [1, 2, 0, 2]
        let shares = [0.5, 0.7, 0.9, 1]
        let rows = (0..<4).flatMap { [Double(classes[$0]), Double(others[$0]), shares[$0]] }
        func outcome(_ metrics: (Tensor) throws -> Tensor) throws -> (value: Double, gradient: [Double]) {
            let output = try Tensor.normal([4, 3], type: .float64, random: RandomSource(seed: 4))
                .requiringGradient()
            let value = try metrics(output)
            return (
                try value.item(), try Tensor.gradients(of: value, withRespectTo: [output])[0].doubles()
            )
        }
        let mixed = try outcome { try metric.overExamples($0, Tensor(rows, shape: [4, 3])) }
        let expected = try outcome { output in
            let first = try metric.perExample(ClassLogits(output, target: Tensor(classes, shape: [4])))
            let second = try metric.perExample(ClassLogits(output, target: Tensor(others, shape: [4])))
            let weights = try Tensor(shares, shape: [4])
            return try (first * weights + second * (1 - weights)).mean()
        }
        #expect(abs(mixed.value - expected.value) < 1e-12)
        #expect(largestDistance(mixed.gradient, expected.gradient) < 1e-12)
        guard name == "cross_entropy" else { return }
        // −Σ_c q_c log p_c of the mixed labels q.
        let soft = try outcome { output in
            let q = try (0..<4).flatMap { row -> [Double] in
                var line = [0.0, 0, 0]
                line[Int(classes[row])] += shares[row]
                line[Int(others[row])] += 1 - shares[row]
                return line
            }
            return try -(Tensor(q, shape: [4, 3]) * output.logSoftmax(1)).sum([1]).mean()
        }
        #expect(abs(mixed.value - soft.value) < 1e-12)
    }

    @Test func theCatalogueIsSortedAndEachMemberSaysWhatItIs() {
        let names = Metric.classification.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        #expect(Metric.classification.allSatisfy { !$0.formula.isEmpty && !$0.source.isEmpty })
    }

    @Test func aSetMeasuresWhatItsMembersSay() throws {
        let (brier, hinge) = (ClassMetric.brier.overExamples, ClassMetric.hinge.overExamples)
        let set = MetricSet([brier, hinge], reference: .crossEntropy)
        #expect(set.names == ["brier", "hinge", "cross_entropy"])
        #expect(set.groups == [MetricGroup(name: "output", members: [0, 1, 2], reference: 2)])
        #expect(
            MetricSet([brier, .crossEntropy], reference: .crossEntropy).names == ["brier", "cross_entropy"])
        let output = try Tensor.normal([4, 3], type: .float64, random: RandomSource(seed: 1))
        let target = try Tensor([0, 1, 2, 1] as [Int64], shape: [4])
        let measured = try set.measure(output: output, target: target)
        for (index, metric) in set.metrics.enumerated() {
            #expect(try measured.values[index] == metric(output, target).item())
            #expect(measured.gradients[index].shape == [4, 3])
        }
        let half = try Tensor(scalar: 0.5, type: .float64)
        let fused = try set.fused(output: output, target: target, coefficients: [half, half, half]).item()
        #expect(abs(fused - 0.5 * measured.values.reduce(0) { $0 + ($1 ?? 0) }) < 1e-12)
    }

    @Test func theGradientOfTheSumIsTheSumOfTheGradients() throws {
        let set = MetricSet(Metric.classification, reference: .crossEntropy)
        let output = try Tensor.normal([6, 4], type: .float64, random: RandomSource(seed: 2))
        let target = try Tensor([0, 1, 2, 3, 1, 0] as [Int64], shape: [6])
        let all = try set.measure(output: output, target: target)
        var coefficients = set.metrics.indices.map { 0.1 + 0.2 * Double($0) }
        coefficients[1] = 0
        for measuringAll in [false, true] {
            let one = try set.measure(
                output: output, target: target, coefficients: coefficients, measuringAll: measuringAll)
            var expected = try output.zerosLike()
            for (gradient, coefficient) in zip(all.gradients, coefficients) {
                expected = try expected.adding(gradient, scale: coefficient)
            }
            #expect(try largestDistance(one.outputGradient.doubles(), expected.doubles()) < 1e-12)
            for (index, value) in one.measurement.values.enumerated() {
                #expect(value == (index == 1 && !measuringAll ? nil : all.values[index]))
            }
        }
    }

    @Test func groupsCountTheirMembersAndPlainTrainingHasOneOfEach() throws {
        let left = Metric(name: "left", formula: "0", source: "a test", group: "a") { try $0.output.sum() }
        let right = Metric(name: "right", formula: "0", source: "a test", group: "b") { try $0.output.sum() }
        let other = Metric(name: "other", formula: "0", source: "a test", group: "b") { try $0.output.sum() }
        let set = MetricSet([other, left], references: [left, right])
        #expect(set.names == ["other", "left", "right"])
        #expect(
            set.groups == [
                MetricGroup(name: "a", members: [1], reference: 1),
                MetricGroup(name: "b", members: [0, 2], reference: 2),
            ])
        #expect(set.referenceWeights == [0, 0.5, 0.5])
        #expect(set.equalWeights(of: [true, true, true]) == [0.25, 0.5, 0.25])
        #expect(set.equalWeights(of: [true, true, false]) == [0.5, 0.5, 0])
    }
}
