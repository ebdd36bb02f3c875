import Testing

@testable import Datasets

@Suite struct EmbeddedOptdigitsTests {
    private let data: ImageClassificationData
    private let reference: Reference.Optdigits

    init() throws {
        data = try DatasetCatalogue().load("optdigits")
        reference = try Reference.read().optdigits
    }

    @Test func holdsThePublishedNumbersOfEachClass() {
        #expect(counts(data.training) == reference.trainingByClass)
        #expect(counts(data.test) == reference.testByClass)
        #expect(data.shape == ImageShape(channels: 1, height: 8, width: 8))
        #expect(data.maximumPixel == 16)
        #expect(data.training.pixels.max() == 16)
        #expect(data.classes == (0...9).map { "\($0)" })
    }

    @Test func isMeasuredAsNumPyMeasuresIt() {
        let normalization = Normalization(of: data)
        #expect(abs(normalization.mean[0] - reference.mean) < 1e-12)
        #expect(abs(normalization.deviation[0] - reference.deviation) < 1e-12)
    }

    /// 1,761 of all 1,797 (98.0 %), as scikit-learn finds; the first 200 of them here, for the time it takes.
    @Test func isClassifiedByNearestNeighbourAsByScikitLearn() {
        #expect((Double(reference.nearestNeighbourRight) / 1797 * 1000).rounded() == 980)
        let right = (0..<200).count { data.training.labels[nearest(to: $0)] == data.test.labels[$0] }
        #expect(right == reference.nearestNeighbourRightOfFirst200)
    }

    private func counts(_ images: LabelledImages) -> [Int] {
        (0..<10).map { label in images.labels.count { $0 == label } }
    }

    private func nearest(to example: Int) -> Int {
        data.training.pixels.withUnsafeBufferPointer { training in
            data.test.pixels.withUnsafeBufferPointer { test in
                var best = (index: 0, distance: Int.max)
                var candidate = 0
                while candidate < data.training.count {
                    var distance = 0
                    var pixel = 0
                    while pixel < 64 {
                        let stored = Int(training[candidate &* 64 &+ pixel])
                        let difference = stored &- Int(test[example &* 64 &+ pixel])
                        distance &+= difference &* difference
                        pixel &+= 1
                    }
                    if distance < best.distance { best = (candidate, distance) }
                    candidate &+= 1
                }
                return best.index
            }
        }
    }
}
