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
        let metric = try #require(Metric.classification.first { $0.name == name })
        for one in try Reference.load("metrics.json", as: Golden.self).cases {
            let expected = try #require(one.metrics[name])
            let output = try Tensor(one.logits, shape: one.shape).requiringGradient()
            let target = try Tensor(one.target, shape: [one.target.count])
            let values = try metric.perExample(output, target)
            let gradient = try Tensor.gradients(of: values.mean(), withRespectTo: [output])[0]
            #expect(values.shape == [one.target.count])
            #expect(try largestDistance(values.doubles(), expected.values) <= 1e-12, "\(one.name)")
            #expect(try largestDistance(gradient.doubles(), expected.gradient) <= 1e-12, "\(one.name)")
        }
    }

    @Test(arguments: Metric.classification.map(\.name))
    func logitsFarApartLeaveValueAndGradientFinite(_ name: String) throws {
        let metric = try #require(Metric.classification.first { $0.name == name })
        let logits: [Float] = [50, -50, 0, -50, 50, 50, -1000, 1000, 0, 0, 0, 0]
        for label in Int64(0)..<3 {
            let output = try Tensor(logits, shape: [4, 3]).requiringGradient()
            let target = try Tensor(Array(repeating: label, count: 4), shape: [4])
            let values = try metric.perExample(output, target)
            let gradient = try Tensor.gradients(of: values.mean(), withRespectTo: [output])[0]
            #expect(try values.doubles().allSatisfy { $0.isFinite && $0 >= -1e-6 }, "label \(label)")
            #expect(try gradient.doubles().allSatisfy { $0.isFinite }, "label \(label)")
        }
    }

    @Test func theCatalogueIsSortedAndEachMemberSaysWhatItIs() {
        let names = Metric.classification.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        #expect(Metric.classification.allSatisfy { !$0.formula.isEmpty && !$0.source.isEmpty })
    }

    @Test func aSetMeasuresWhatItsMembersSay() throws {
        let set = MetricSet([.brier, .hinge], reference: .crossEntropy)
        #expect(set.names == ["brier", "hinge", "cross_entropy"] && set.referenceIndex == 2)
        #expect(
            MetricSet([.brier, .crossEntropy], reference: .crossEntropy).names == ["brier", "cross_entropy"])
        let output = try Tensor.normal([4, 3], type: .float64, random: RandomSource(seed: 1))
        let target = try Tensor([0, 1, 2, 1] as [Int64], shape: [4])
        let measured = try set.measure(output: output, target: target)
        for (index, metric) in set.metrics.enumerated() {
            #expect(try measured.values[index] == metric.perExample(output, target).mean().item())
            #expect(measured.gradients[index].shape == [4, 3])
        }
        let half = try Tensor(scalar: 0.5, type: .float64)
        let fused = try set.fused(output: output, target: target, coefficients: [half, half, half]).item()
        #expect(abs(fused - 0.5 * measured.values.reduce(0, +)) < 1e-12)
    }
}
