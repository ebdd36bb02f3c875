/// Says which examples train and which teach in each epoch.
package struct EpochPlanner: Sendable {
    /// Ascending indices. `rotating`, `given`: the folds. `fixed`: the held-out part alone. `none`: nothing.
    private let teachingParts: [[Int]]
    private let indices: [Int]
    private let trainingOrder: RandomStream
    private let teachingOrder: RandomStream

    /// - Throws: `invalidChoice` if a part would have no example.
    package init(examples: TrainingExamples, holdout: Holdout, seed: UInt64) throws(DatasetError) {
        try self.init(
            indices: examples.indices,
            strata: {
                Stratification(indices: $0, labels: examples.images.labels, classes: examples.classes)
            },
            holdout: holdout, seed: seed)
    }

    /// For examples that have no one class: parts are drawn from all alike.
    /// - Throws: `invalidChoice` if a part would have no example, or `holdout` names one that is not in `indices`.
    package init(indices: [Int], holdout: Holdout, seed: UInt64) throws(DatasetError) {
        try self.init(
            indices: indices, strata: { Stratification(indices: $0) }, holdout: holdout, seed: seed)
    }

    private init(
        indices: [Int], strata: ([Int]) -> Stratification, holdout: Holdout, seed: UInt64
    ) throws(DatasetError) {
        self.indices = indices
        trainingOrder = RandomStream(seed: seed, purpose: "training order")
        teachingOrder = RandomStream(seed: seed, purpose: "teaching order")
        let stream = RandomStream(seed: seed, purpose: "holdout")
        switch holdout {
        case .none:
            teachingParts = []
        case .fixed(let fraction):
            let total = Double(indices.count)
            guard fraction > 0, fraction < 1, case let count = Int((fraction * total).rounded()),
                (1..<max(2, indices.count)).contains(count)
            else { throw Self.invalid(fraction, indices.count, "above 0, below 1, no part empty") }
            teachingParts = [strata(indices).chosen(count, stream: stream)]
        case .rotating(let fraction):
            let total = Double(indices.count)
            guard fraction > 0, case let folds = (1 / fraction).rounded(), folds >= 2, folds <= total
            else { throw Self.invalid(fraction, indices.count, "1 / fraction from 2 to \(indices.count)") }
            teachingParts = strata(indices).dealt(into: Int(folds), stream: stream)
        case .given(let held, let parts):
            guard !held.isEmpty, held.count < indices.count, Set(held).isSubset(of: indices) else {
                throw .invalidChoice(
                    name: "holdout", found: "\(held.count) of \(indices.count) examples",
                    allowed: "a part of them, neither none nor all")
            }
            guard (1...held.count).contains(parts) else {
                throw .invalidChoice(
                    name: "holdout parts", found: "\(parts) of \(held.count) examples",
                    allowed: "from 1 to \(held.count)")
            }
            teachingParts = strata(held.sorted()).dealt(into: parts, stream: stream)
        }
    }

    /// Epochs until every example that teaches has taught as often as every other: F for `rotating` and `given`, else 1.
    package var cycle: Int { max(1, teachingParts.count) }

    /// - Parameter epoch: from 0.
    package func plan(epoch: Int) -> EpochPlan {
        let teaching = teachingParts.isEmpty ? [] : teachingParts[epoch % teachingParts.count]
        let held = Set(teaching)
        var trainingSource = trainingOrder.source(epoch)
        var teachingSource = teachingOrder.source(epoch)
        return EpochPlan(
            training: trainingSource.shuffled(indices.filter { !held.contains($0) }),
            teaching: teachingSource.shuffled(teaching))
    }

    private static func invalid(_ fraction: Double, _ count: Int, _ allowed: String) -> DatasetError {
        .invalidChoice(
            name: "holdout fraction", found: "\(fraction) of \(count) examples", allowed: allowed)
    }
}
