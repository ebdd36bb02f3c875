import Foundation
import Testing

@testable import Datasets

@Suite struct NormalizationTests {
    @Test func eachChannelOfTheTrainingSplitGetsMeanZeroAndDeviationOne() throws {
        let data = try ImageClassificationData.make(
            shape: ImageShape(channels: 3, height: 4, width: 5), maximumPixel: 200)
        let assembler = try BatchAssembler(images: data.training, normalization: Normalization(of: data))
        let pixels = try assembler.batch(Array(0..<data.training.count)).pixels
        for channel in 0..<3 {
            let values = stride(from: channel, to: pixels.count, by: 3).map { Double(pixels[$0]) }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            #expect(abs(mean) < 1e-6)
            #expect(abs(variance - 1) < 1e-6)
        }
    }

    @Test func aConstantChannelIsOnlyShifted() throws {
        let images = try LabelledImages(
            shape: ImageShape(channels: 1, height: 1, width: 2), pixels: [51, 51, 51, 51], labels: [0, 1])
        let data = try ImageClassificationData(
            name: "flat", title: "Flat", classes: ["a", "b"], maximumPixel: 255, training: images,
            test: images)
        let normalization = Normalization(of: data)
        #expect(normalization.mean == [0.2])
        #expect(normalization.deviation == [1])
        #expect(try BatchAssembler(images: images, normalization: normalization).batch([0]).pixels == [0, 0])
    }

    @Test func itSurvivesEncoding() throws {
        let normalization = Normalization(maximumPixel: 16, mean: [0.1, 1 / 3], deviation: [0.3, 0.7])
        let decoded = try JSONDecoder().decode(
            Normalization.self, from: JSONEncoder().encode(normalization))
        #expect(decoded == normalization)
    }
}
