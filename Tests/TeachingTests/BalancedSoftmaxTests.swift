import Testing
import Torch

@testable import Teaching

/// Against `Reference/balanced_softmax.py`.
@Suite struct BalancedSoftmaxTests {
    private struct Golden: Decodable {
        var shares: [Double]
        var logits: [Double]
        var target: [Int64]
        var values: [Double]
        var gradient: [Double]
    }

    @Test func valueAndGradientEqualNumPys() throws {
        let golden = try Reference.load("balanced_softmax.json", as: Golden.self)
        let metric = ClassMetric.balancedSoftmax(classShares: golden.shares)
        let output = try Tensor(golden.logits, shape: [6, 4]).requiringGradient()
        let target = try Tensor(golden.target, shape: [6])
        let values = try metric.perExample(ClassLogits(output, target: target))
        let gradient = try Tensor.gradients(of: values.mean(), withRespectTo: [output])[0]
        #expect(try largestDistance(values.doubles(), golden.values) <= 1e-12)
        // Central differences: 1e-6 squared, and rounding over 1e-6.
        #expect(try largestDistance(gradient.doubles(), golden.gradient) <= 1e-8)
    }

    @Test func theMetricOfATaskTakesTheSharesAndOthersStayAsTheyAre() throws {
        let golden = try Reference.load("balanced_softmax.json", as: Golden.self)
        let output = try Tensor(golden.logits, shape: [6, 4])
        let target = try Tensor(golden.target, shape: [6])
        func value(_ name: String, _ shares: [Double]?) throws -> Double {
            let metric = try #require(Metric.classification.first { $0.name == name })
            return try (shares.map(metric.given) ?? metric)(output, target).item()
        }
        let mean = golden.values.reduce(0, +) / 6
        let given = try value("balanced_softmax", golden.shares)
        #expect(abs(given - mean) <= 1e-12)
        let ofEqualShares = try value("balanced_softmax", nil)
        let crossEntropy = try value("cross_entropy", nil)
        #expect(abs(ofEqualShares - crossEntropy) <= 1e-12)
        let (focal, focalOfShares) = (try value("focal", nil), try value("focal", golden.shares))
        #expect(focal == focalOfShares)
    }

    @Test func aClassWithoutExamplesHasHalfOfTheSmallestShare() throws {
        let metric = { ClassMetric.balancedSoftmax(classShares: $0) }
        let answers = ClassLogits(
            try Tensor([0.5, -1, 2, 0.1, 0.2, 0.3] as [Double], shape: [2, 3]),
            target: try Tensor([0, 2] as [Int64], shape: [2]))
        let without = try metric([0.75, 0.25, 0]).perExample(answers).doubles()
        let half = try metric([0.75, 0.25, 0.125]).perExample(answers).doubles()
        #expect(without == half)
        #expect(without.allSatisfy { $0.isFinite })
    }
}
