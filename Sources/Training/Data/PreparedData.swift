import Datasets
import Specification
import Torch

/// The data of one attempt: what trains, what teaches and what tests, cut into batches.
struct PreparedData {
    let data: any TaskData
    private let training: any BatchMaker
    private let teaching: any BatchMaker
    private let teachingEvaluation: any BatchMaker
    private let test: any BatchMaker
    private let batchSize: Int
    /// Student steps of each epoch of the planner's cycle.
    private let stepsOfCycle: [Int]

    init(_ data: any TaskData, batchSize: Int) throws {
        self.data = data
        self.batchSize = batchSize
        training = try data.maker(.training)
        teaching = try data.maker(.teaching)
        teachingEvaluation = try data.maker(.teachingEvaluation)
        test = try data.maker(.test)
        guard data.testCount > 0 else {
            throw TrainingError.tooFewExamples(split: "test", found: 0, needed: 1)
        }
        // Each plan is a shuffle of all examples: made once for both questions, and let go.
        var steps: [Int] = []
        var smallest = Int.max
        for epoch in 0..<data.planner.cycle {
            let examples = data.planner.plan(epoch: epoch).training
            steps.append(try BatchPlan.batches(of: examples, size: batchSize).count)
            smallest = min(smallest, examples.count)
        }
        stepsOfCycle = steps
        guard smallest >= 2 else {
            throw TrainingError.tooFewExamples(split: "training", found: smallest, needed: 2)
        }
    }

    var planner: EpochPlanner { data.planner }

    /// Student steps of each of `epochs` epochs.
    func steps(epochs: Int) -> [Int] {
        (0..<epochs).map { stepsOfCycle[$0 % stepsOfCycle.count] }
    }

    func batches(_ plan: EpochPlan) throws -> [[Int]] {
        try BatchPlan.batches(of: plan.training, size: batchSize)
    }

    /// Training batches, prepared ahead.
    func loader(_ batches: [[Int]], epoch: Int) -> BatchLoader {
        BatchLoader(maker: training, batches: batches, epoch: epoch)
    }

    /// The teaching batch of the `turn`-th teaching step: as large as a training batch, going round the epoch's
    /// teaching examples; where the epoch has none, the training batch that comes next (after the last the first, whose
    /// step is the longest ago), not augmented.
    /// - Parameters: batches: the epoch's training batches; position: of the step's own.
    func teachingBatch(
        _ plan: EpochPlan, turn: Int, batches: [[Int]], position: Int
    ) throws -> Batch {
        let count = plan.teaching.count
        guard count > 0 else {
            return try teaching.batch(batches[(position + 1) % batches.count], epoch: 0)
        }
        let size = min(batchSize, count)
        return try teaching.batch((0..<size).map { plan.teaching[(turn * size + $0) % count] }, epoch: 0)
    }

    func teachingEvaluationLoader(_ plan: EpochPlan) throws -> BatchLoader {
        try evaluationLoader(teachingEvaluation, plan.teaching)
    }

    func testLoader() throws -> BatchLoader {
        try evaluationLoader(test, Array(0..<data.testCount))
    }

    private func evaluationLoader(_ maker: any BatchMaker, _ examples: [Int]) throws -> BatchLoader {
        BatchLoader(maker: maker, batches: try BatchPlan.batches(of: examples, size: data.evaluationBatch))
    }
}

extension Holdout {
    /// Of trusted examples one in so many teaches in an epoch, and the others train: they are few and the best that there are. (With
    /// none of them in the training a teacher's student lost to one of equal weights that had them.)
    static let trustedParts = 5

    /// Methods that learn nothing from teaching examples train on all.
    /// - Parameter given: positions among the training examples of those that the data say may teach: a validation
    ///   split, or trusted ones.
    init(_ teaching: TeachingPlan, given: [Int] = []) {
        switch (teaching.method.hasTeacher, teaching.holdout.mode) {
        case (true, .fixed): self = .fixed(fraction: teaching.holdout.fraction)
        case (true, .rotating): self = .rotating(fraction: teaching.holdout.fraction)
        case (true, .validation): self = .given(given, parts: 1)
        case (true, .trusted), (true, .dataset):
            self = .given(given, parts: max(1, min(Self.trustedParts, given.count)))
        case (true, .nextBatch), (false, _): self = .none
        }
    }
}
