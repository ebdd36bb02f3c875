import Testing

@testable import Datasets

@Suite struct EpochPlannerTests {
    private let examples: TrainingExamples
    private let labels: [Int32]

    init() throws {
        let data = try ImageClassificationData.make(counts: [101, 57, 30, 4])
        examples = try TrainingExamples(of: data, selection: TrainingSelection(), seed: 1)
        labels = data.training.labels
    }

    @Test func inEveryEpochTrainingAndTeachingPartitionTheExamples() throws {
        for holdout in [
            Holdout.none, .fixed(fraction: 0.1), .rotating(fraction: 0.1), .rotating(fraction: 0.5),
        ] {
            let planner = try planner(holdout)
            for epoch in 0..<12 {
                let plan = planner.plan(epoch: epoch)
                #expect((plan.training + plan.teaching).sorted() == examples.indices)
            }
        }
    }

    @Test func withoutHoldoutNothingTeaches() throws {
        #expect(try planner(.none).plan(epoch: 3).teaching.isEmpty)
    }

    @Test func aFixedPartNeverTrains() throws {
        let planner = try planner(.fixed(fraction: 0.2))
        let held = Set(planner.plan(epoch: 0).teaching)
        #expect(held.count == 38)
        for epoch in 0..<5 { #expect(held.isDisjoint(with: planner.plan(epoch: epoch).training)) }
        expectStratified(Array(held), of: 38)
    }

    @Test func rotatingPartsTeachEveryExampleOnceACycle() throws {
        for (fraction, folds) in [(0.1, 10), (0.15, 7), (0.3, 3), (0.5, 2)] {
            let planner = try planner(.rotating(fraction: fraction))
            #expect(planner.cycle == folds)
            let parts = (0..<folds).map { planner.plan(epoch: $0).teaching }
            #expect(parts.flatMap(\.self).sorted() == examples.indices)
            #expect(planner.plan(epoch: folds).teaching.sorted() == parts[0].sorted())
            let sizes = parts.map(\.count)
            #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
            for part in parts { expectStratified(part, of: 192 / Double(folds)) }
        }
    }

    @Test func ofGivenExamplesEachTeachesOnceACycleAndTrainsInTheOtherEpochs() throws {
        let given = examples.indices.filter { $0 % 4 == 0 }
        let planner = try planner(.given(given, parts: 5))
        #expect(planner.cycle == 5)
        let plans = (0..<5).map { planner.plan(epoch: $0) }
        #expect(plans.flatMap(\.teaching).sorted() == given)
        for plan in plans {
            #expect((plan.training + plan.teaching).sorted() == examples.indices)
            #expect((9...10).contains(plan.teaching.count))
            for (label, count) in [101, 57, 30, 4].enumerated() {
                let found = plan.teaching.count { labels[$0] == label }
                #expect(abs(Double(found) - Double(count) / 20) <= 1.25)
            }
        }
    }

    @Test func givenExamplesOfOnePartNeverTrain() throws {
        let planner = try planner(.given([3, 50, 7], parts: 1))
        for epoch in 0..<3 {
            let plan = planner.plan(epoch: epoch)
            #expect(plan.teaching.sorted() == [3, 7, 50] && plan.training.count == 189)
        }
        for parts in [0, 4, -1] {
            #expect(
                sentence { () throws(DatasetError) in try self.planner(.given([3, 50, 7], parts: parts)) }
                    == "holdout parts is \(parts) of 3 examples; allowed: from 1 to 3.")
        }
    }

    @Test func theOrderChangesWithTheEpochAndTheSeedAlone() throws {
        let planner = try planner(.fixed(fraction: 0.1))
        let plan = planner.plan(epoch: 1)
        #expect(try self.planner(.fixed(fraction: 0.1)).plan(epoch: 1) == plan)
        #expect(planner.plan(epoch: 2).training != plan.training)
        #expect(planner.plan(epoch: 2).teaching != plan.teaching)
        let other = try EpochPlanner(examples: examples, holdout: .fixed(fraction: 0.1), seed: 2)
        #expect(other.plan(epoch: 1).teaching.sorted() != plan.teaching.sorted())
    }

    @Test func onlyTheExamplesInUseArePlanned() throws {
        let data = try ImageClassificationData.make(counts: [101, 57, 30, 4])
        let selection = TrainingSelection(subset: .count(50))
        let examples = try TrainingExamples(of: data, selection: selection, seed: 1)
        let plan = try EpochPlanner(examples: examples, holdout: .rotating(fraction: 0.2), seed: 1).plan(
            epoch: 0)
        #expect((plan.training + plan.teaching).sorted() == examples.indices)
    }

    @Test func aPartWithoutExamplesIsAFault() {
        for fraction in [0, 1, -0.1, 0.001, 0.999, .nan] {
            #expect(
                sentence { () throws(DatasetError) in try planner(.fixed(fraction: fraction)) }
                    == "holdout fraction is \(fraction) of 192 examples; "
                    + "allowed: above 0, below 1, no part empty.")
        }
        for fraction in [0, 0.9, 1, -0.1, 0.001, 1e-300, .nan, .infinity] {
            #expect(
                sentence { () throws(DatasetError) in try planner(.rotating(fraction: fraction)) }
                    == "holdout fraction is \(fraction) of 192 examples; "
                    + "allowed: 1 / fraction from 2 to 192.")
        }
    }

    private func planner(_ holdout: Holdout) throws(DatasetError) -> EpochPlanner {
        try EpochPlanner(examples: examples, holdout: holdout, seed: 1)
    }

    /// Each class has its share of `total` to within one example.
    private func expectStratified(_ part: [Int], of total: Double) {
        for (label, count) in [101, 57, 30, 4].enumerated() {
            let found = part.count { labels[$0] == label }
            #expect(abs(Double(found) - total * Double(count) / 192) <= 1)
        }
    }
}
