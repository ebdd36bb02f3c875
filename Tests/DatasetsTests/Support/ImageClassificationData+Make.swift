@testable import Datasets

extension ImageClassificationData {
    /// Training images of random pixels, `counts` of each class, the classes mixed; one test image a class.
    static func make(
        counts: [Int] = [30, 30, 30],
        shape: ImageShape = ImageShape(channels: 1, height: 2, width: 2), maximumPixel: UInt8 = 255,
        seed: UInt64 = 1
    ) throws -> ImageClassificationData {
        var source = RandomSource(state: seed)
        let labels = counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }
        let training = try images(shape, maximumPixel, labels: source.shuffled(labels), &source)
        let test = try images(shape, maximumPixel, labels: counts.indices.map(Int32.init), &source)
        return try ImageClassificationData(
            name: "made", title: "Made", classes: counts.indices.map { "class \($0)" },
            maximumPixel: maximumPixel, training: training, test: test)
    }

    private static func images(
        _ shape: ImageShape, _ maximumPixel: UInt8, labels: [Int32], _ source: inout RandomSource
    ) throws -> LabelledImages {
        let pixels = (0..<labels.count * shape.count).map { _ in
            UInt8(source.next(below: Int(maximumPixel) + 1))
        }
        return try LabelledImages(shape: shape, pixels: pixels, labels: labels)
    }
}
