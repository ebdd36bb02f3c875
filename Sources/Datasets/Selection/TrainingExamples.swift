/// The training examples that a job uses, after subset, imbalance and label noise.
package struct TrainingExamples: Sendable, Equatable {
    /// The whole training split, the labels with noise, and behind it what was added. The clean ones are
    /// `ImageClassificationData.training`'s.
    package let images: LabelledImages
    /// The examples in use: ascending positions in `images`.
    package let indices: [Int]
    /// Those of `indices` whose label was replaced, ascending.
    package let relabelled: [Int]
    /// Those of `indices` whose labels are right for sure, ascending.
    package let trusted: [Int]
    /// How many classes the data set has.
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
        if let share = selection.trusted {
            let strata = Stratification(indices: indices, labels: labels, classes: classes)
            let count = Int((share * Double(indices.count)).rounded())
            guard share > 0, (1..<max(2, indices.count)).contains(count) else {
                throw .invalidChoice(
                    name: "trusted fraction", found: "\(share) of \(indices.count) examples",
                    allowed: "above 0, below 1, no part empty")
            }
            trusted = strata.chosen(count, stream: RandomStream(seed: seed, purpose: "trusted"))
        } else {
            trusted = []
        }
        let noise = try LabelNoise(
            fraction: selection.labelNoise, kind: selection.noiseKind, classes: classes)
        let safe = Set(trusted)
        let replaced = noise.replacements(
            indices: indices.filter { !safe.contains($0) }, labels: labels,
            stream: RandomStream(seed: seed, purpose: "label noise"))
        images = replaced.isEmpty ? data.training : data.training.relabelled { replaced[$0] ?? $1 }
        relabelled = replaced.keys.sorted()
        self.indices = indices
    }

    private init(
        images: LabelledImages, indices: [Int], relabelled: [Int], trusted: [Int], classes: Int
    ) {
        self.images = images
        self.indices = indices
        self.relabelled = relabelled
        self.trusted = trusted
        self.classes = classes
    }

    /// The same and behind them the training split of another data set, which is trusted.
    /// - Throws: `setsDisagree` where its images or classes are of another kind than `data`'s.
    package func adding(
        trusted other: ImageClassificationData, to data: ImageClassificationData
    ) throws(DatasetError) -> TrainingExamples {
        for (what, own, its) in [
            ("images of", "\(data.shape)", "\(other.shape)"),
            ("the classes", data.classes.shown, other.classes.shown),
            ("pixels up to", "\(data.maximumPixel)", "\(other.maximumPixel)"),
        ] where own != its {
            throw .setsDisagree(name: other.name, found: "\(what) \(its)", training: data.name, allowed: own)
        }
        let added = images.count..<images.count + other.training.count
        return TrainingExamples(
            images: images.appending(other.training), indices: indices + added, relabelled: relabelled,
            trusted: Array(added), classes: classes)
    }

    /// Examples in use, class by class.
    package var countsByClass: [Int] {
        indices.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int(images.labels[$1])] += 1 }
    }
}

extension [String] {
    fileprivate var shown: String { joined(separator: ", ") }
}
