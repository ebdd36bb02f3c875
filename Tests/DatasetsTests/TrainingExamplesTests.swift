import Foundation
import Testing

@testable import Datasets

@Suite struct TrainingExamplesTests {
    private let data: ImageClassificationData
    private let counts = [200, 100, 50, 23]

    init() throws {
        data = try .make(counts: counts)
    }

    @Test func withoutAChoiceEverythingIsUsedAsItIs() throws {
        let examples = try TrainingExamples(of: data, selection: TrainingSelection(), seed: 1)
        #expect(examples.indices == Array(0..<373))
        #expect(examples.images == data.training)
        #expect(examples.relabelled.isEmpty)
        #expect(examples.countsByClass == counts)
    }

    @Test func aSubsetKeepsTheSharesOfTheClasses() throws {
        for total in [1, 2, 3, 10, 37, 100, 186, 372, 373] {
            let examples = try chosen(TrainingSelection(subset: .count(total)))
            #expect(examples.indices.count == total)
            #expect(Set(examples.indices).count == total)
            for (count, all) in zip(examples.countsByClass, counts) {
                #expect(abs(Double(count) - Double(total * all) / 373) < 1)
            }
        }
    }

    @Test func aFractionIsThatShareToTheNearest() throws {
        #expect(try chosen(TrainingSelection(subset: .fraction(0.1))).indices.count == 37)
        #expect(try chosen(TrainingSelection(subset: .fraction(0.5))).indices.count == 187)
        #expect(try chosen(TrainingSelection(subset: .fraction(1))).indices.count == 373)
    }

    @Test func oneNumberSaysFractionOrCount() throws {
        #expect(try Subset(0.25) == .fraction(0.25))
        #expect(try Subset(1) == .fraction(1))
        #expect(try Subset(2) == .count(2))
        for wrong in [0, -1, 1.5, .nan, .infinity, 1e300] {
            #expect(
                sentence { () throws(DatasetError) in try Subset(wrong) }
                    == "subset is \(wrong); allowed: a fraction above 0, up to 1, or a whole number of examples."
            )
        }
    }

    @Test func aSubsetThatThereIsNotIsAFault() {
        #expect(
            fault(TrainingSelection(subset: .count(374)))
                == "subset is 374 examples; allowed: 1 to 373, which is all there are.")
        #expect(
            fault(TrainingSelection(subset: .fraction(0.001)))
                == "subset is the fraction 0.001 of 373 examples; "
                + "allowed: above 0, up to 1, and at least one example.")
    }

    /// n_c · 100^(−c/3): 200, 100 · 0.2154, 50 · 0.0464, 23 · 0.01, the last one kept at 1.
    @Test func theLongTailHasItsClosedForm() throws {
        #expect(try chosen(TrainingSelection(imbalanceFactor: 100)).countsByClass == [200, 22, 2, 1])
        #expect(try LongTail(factor: 100).counts([5000, 5000, 5000]) == [5000, 500, 50])
        #expect(
            try LongTail(factor: 10).counts([Int](repeating: 500, count: 10))
                == (0..<10).map { Int((500 * pow(10, -Double($0) / 9)).rounded()) })
        #expect(try LongTail(factor: 5).counts([7, 0, 0]) == [7, 0, 0])
        for wrong in [0.5, -1, .nan, .infinity] {
            #expect(
                fault(TrainingSelection(imbalanceFactor: wrong))
                    == "imbalance_factor is \(wrong); allowed: 1 (as it is) or more, and finite.")
        }
    }

    @Test func noiseReplacesExactlyItsShare() throws {
        for (fraction, changed) in [(0, 0), (0.1, 37), (0.4, 149), (1, 373)] {
            let examples = try chosen(TrainingSelection(labelNoise: fraction))
            let differing = data.training.labels.indices.filter {
                examples.images.labels[$0] != data.training.labels[$0]
            }
            #expect(differing.count == changed)
            #expect(examples.relabelled == differing)
            #expect(examples.images.labels.allSatisfy { (0..<4).contains($0) })
            #expect(examples.images.pixels == data.training.pixels)
        }
        for wrong in [-0.1, 1.1, .nan] {
            #expect(
                fault(TrainingSelection(labelNoise: wrong))
                    == "label_noise is \(wrong) with 4 classes; "
                    + "allowed: 0 to 1, and 0 where there is one class only.")
        }
    }

    @Test func noiseGoesToEachOtherClassEquallyOften() throws {
        let data = try ImageClassificationData.make(counts: [6000, 1, 1, 1])
        let examples = try TrainingExamples(of: data, selection: TrainingSelection(labelNoise: 1), seed: 9)
        let counts = examples.countsByClass.dropFirst()
        // Five standard deviations of a binomial with n = 6000, p = 1/3.
        #expect(counts.allSatisfy { abs($0 - 2000) < 185 })
    }

    @Test func asymmetricNoiseGoesToTheNextClass() throws {
        let examples = try chosen(TrainingSelection(labelNoise: 0.4, noiseKind: .asymmetric))
        #expect(examples.relabelled.count == 149)
        for index in data.training.labels.indices {
            let own = data.training.labels[index]
            let expected = examples.relabelled.contains(index) ? (own + 1) % 4 : own
            #expect(examples.images.labels[index] == expected)
        }
    }

    @Test func trustedExamplesKeepTheirLabels() throws {
        let examples = try chosen(TrainingSelection(labelNoise: 1, trusted: 0.2))
        #expect(examples.trusted.count == 75)
        #expect(Set(examples.trusted).isDisjoint(with: examples.relabelled))
        #expect(examples.relabelled.count == 373 - 75)
        // Of each class its share.
        let labels = data.training.labels
        for (label, count) in counts.enumerated() {
            let found = examples.trusted.count { labels[$0] == Int32(label) }
            #expect(abs(Double(found) - Double(75 * count) / 373) < 1)
        }
        #expect(try chosen(TrainingSelection(labelNoise: 0.4)).trusted.isEmpty)
        for wrong in [0, 1, 0.001, -1] {
            #expect(
                fault(TrainingSelection(trusted: wrong))
                    == "trusted fraction is \(Double(wrong)) of 373 examples; allowed: above 0, below 1, no part empty."
            )
        }
    }

    @Test func anotherDataSetsTrainingSplitCanBeAddedAndIsTrusted() throws {
        let noisy = try chosen(TrainingSelection(subset: .count(100), labelNoise: 0.5))
        let other = try ImageClassificationData.make(counts: [3, 3, 3, 3], seed: 7)
        let both = try noisy.adding(trusted: other, to: data)
        #expect(both.trusted == Array(373..<385))
        #expect(both.indices == noisy.indices + both.trusted)
        #expect(both.relabelled == noisy.relabelled)
        #expect(both.images.labels.suffix(12) == other.training.labels[...])
        #expect(both.images.pixels == data.training.pixels + other.training.pixels)
        let dark = try ImageClassificationData.make(counts: counts, maximumPixel: 16)
        #expect(
            sentence { () throws(DatasetError) in try noisy.adding(trusted: dark, to: data) }
                == "The data set 'made' has pixels up to 16; 255 is allowed, as 'made' has.")
        let few = try ImageClassificationData.make(counts: [3, 3])
        #expect(
            sentence { () throws(DatasetError) in try noisy.adding(trusted: few, to: data) }
                == "The data set 'made' has the classes class 0, class 1; class 0, class 1, class 2, class 3 is "
                + "allowed, as 'made' has.")
    }

    @Test func noiseTouchesOnlyWhatIsUsed() throws {
        let selection = TrainingSelection(subset: .count(100), imbalanceFactor: 3, labelNoise: 0.5)
        let examples = try chosen(selection)
        #expect(Set(examples.relabelled).isSubset(of: examples.indices))
        #expect(examples.relabelled.count == Int((Double(examples.indices.count) / 2).rounded()))
    }

    @Test func theSeedDecides() throws {
        let selection = TrainingSelection(subset: .fraction(0.5), imbalanceFactor: 2, labelNoise: 0.2)
        let first = try TrainingExamples(of: data, selection: selection, seed: 1)
        #expect(try TrainingExamples(of: data, selection: selection, seed: 1) == first)
        let other = try TrainingExamples(of: data, selection: selection, seed: 2)
        #expect(other.indices != first.indices)
        #expect(other.relabelled != first.relabelled)
    }

    private func chosen(_ selection: TrainingSelection) throws(DatasetError) -> TrainingExamples {
        try TrainingExamples(of: data, selection: selection, seed: 1)
    }

    private func fault(_ selection: TrainingSelection) -> String? {
        sentence { () throws(DatasetError) in try chosen(selection) }
    }
}
