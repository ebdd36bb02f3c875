/// The training examples that a job uses, after subset, imbalance and label noise.
package struct TrainingExamples: Sendable, Equatable {
    /// The whole training split, the labels with noise. The clean ones are
    /// `ImageClassificationData.training`'s.
    package let images: LabelledImages
    /// The examples in use: ascending positions in `images`.
    package let indices: [Int]
    /// Those of `indices` whose label was replaced, ascending.
    package let relabelled: [Int]
    package let classes: Int

    /// The same for the same `seed`. - Throws: `invalidChoice`.
    package init(
        of data: ImageClassificationData, selection: TrainingSelection, seed: UInt64
    ) throws(DatasetError) {
        let labels = data.training.labels
        classes = data.classes.count
        var indices = Array(0..<data.training.count)
        if let subset = selection.subset {
            let strata = Stratification(indices: indices, labels: labels, classes: classes)
            let total = try subset.count(of: indices.count)
            indices = strata.chosen(total, stream: RandomStream(seed: seed, purpose: "subset"))
        }
        if selection.imbalanceFactor != 1 {
            let strata = Stratification(indices: indices, labels: labels, classes: classes)
            let quotas = try LongTail(factor: selection.imbalanceFactor).counts(strata.strata.map(\.count))
            indices = strata.taken(quotas, stream: RandomStream(seed: seed, purpose: "imbalance"))
        }
        let noise = try LabelNoise(fraction: selection.labelNoise, classes: classes)
        let replaced = noise.replacements(
            indices: indices, labels: labels, stream: RandomStream(seed: seed, purpose: "label noise"))
        images = replaced.isEmpty ? data.training : data.training.relabelled { replaced[$0] ?? $1 }
        relabelled = replaced.keys.sorted()
        self.indices = indices
    }

    /// Examples in use, class by class.
    package var countsByClass: [Int] {
        indices.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int(images.labels[$1])] += 1 }
    }
}
