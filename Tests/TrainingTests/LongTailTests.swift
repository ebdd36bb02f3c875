import Datasets
import Foundation
import Specification
import Testing
import Torch

@testable import Training

@Suite struct LongTailTests {
    /// The metric and the objective of a run, at equal logits: −log π_y.
    @Test func balancedSoftmaxKnowsTheSharesOfTheTrainingExamples() throws {
        let specification = try JobSpecification.make(
            #"{"dataset": {"imbalance_factor": 20}, "student": {"architecture": "mlp"}, "teaching": {"metrics": ["balanced_softmax"], "objective": "balanced_softmax"}}"#
        )
        let task = try TrainingTask.named(.classification)
        let data = try PreparedData(
            task.load(specification, DatasetCatalogue()), batchSize: specification.training.batchSize)
        let shares = try #require(data.data.classShares)
        #expect(abs(shares.reduce(0, +) - 1) <= 1e-12)
        let (most, least) = (try #require(shares.max()), try #require(shares.min()))
        #expect(most >= 10 * least)
        let setting = try TrainingRun(specification, task: task, data: data).setting
        let listed = try #require(setting.metrics.metrics.first { $0.name == "balanced_softmax" })
        for (label, share) in shares.enumerated() {
            let output = try Tensor(Array(repeating: 0.0, count: shares.count), shape: [1, shares.count])
            let target = try Tensor([Int64(label)], shape: [1])
            let expected = -log(share)
            for metric in [listed, setting.objective] {
                let value = try metric(output, target).item()
                #expect(abs(value - expected) <= 1e-12, "\(label)")
            }
        }
    }
}
