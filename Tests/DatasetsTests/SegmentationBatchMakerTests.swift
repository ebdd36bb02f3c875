import Testing

@testable import Datasets

@Suite struct SegmentationBatchMakerTests {
    /// Stored values come out as they are.
    private let identity = Normalization(
        maximumPixel: 255, mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255])

    @Test func anImageOfTheInputsSizeIsLeftAsItIs() throws {
        let examples = try scenes(3)
        let batch = try maker(examples, height: 48, width: 64).batch([2, 0])
        let expected = try [2, 0].map { try examples[$0].load() }
        #expect(rounded(batch.pixels) == expected.flatMap { $0.image.pixels.map(Int.init) })
        #expect(
            batch.target == .masks(expected.flatMap { $0.mask.classes.map(Int64.init) }, originals: []))
        #expect(batch.indices == [2, 0])
    }

    @Test func anotherSizeIsResampledAsResizedSays() throws {
        let examples = try scenes(1)
        let (image, mask) = try examples[0].load()
        let batch = try maker(examples, height: 30, width: 50).batch([0])
        let smaller = try image.resized(height: 30, width: 50)
        let classes = try mask.resized(height: 30, width: 50).classes.map(Int64.init)
        #expect(rounded(batch.pixels) == smaller.pixels.map(Int.init))
        #expect(batch.target == .masks(classes, originals: []))
    }

    /// Images that are pictures of their masks (class · 40 + 20) stay that, whatever is drawn. Where nothing is scaled,
    /// exactly; else away from borders between classes, where bilinear sampling blends.
    @Test func augmentationsKeepImageAndMaskAligned() throws {
        let examples = try scenes(20).map(picturedMask)
        for names in [["flip"], ["crop"], ["flip", "crop"]] {
            let batch = try maker(examples, height: 48, width: 64, names).batch(Array(0..<20), epoch: 3)
            let targets = try targets(batch)
            let pixels = rounded(batch.pixels)
            #expect(
                targets.indices.allSatisfy { pixels[3 * $0] == (targets[$0] < 0 ? 0 : targets[$0] * 40 + 20) }
            )
            #expect(targets.contains(-1) == names.contains("crop"))
        }
        for names in [["scale"], ["crop", "flip", "scale"]] {
            let batch = try maker(examples, height: 40, width: 56, names).batch(Array(0..<20), epoch: 3)
            let targets = try targets(batch)
            let pixels = rounded(batch.pixels)
            var compared = 0
            for pixel in targets.indices {
                let (row, column) = (pixel / 56 % 40, pixel % 56)
                guard (2..<38).contains(row), (2..<54).contains(column) else { continue }
                let near = (-2...2).flatMap { down in (-2...2).map { targets[pixel + down * 56 + $0] } }
                guard near.allSatisfy({ $0 == targets[pixel] }) else { continue }
                compared += 1
                #expect(pixels[3 * pixel] == (targets[pixel] < 0 ? 0 : targets[pixel] * 40 + 20))
            }
            #expect(compared > targets.count / 2)
        }
    }

    @Test func whatIsDrawnDependsOnSeedEpochAndExampleAlone() throws {
        let examples = try scenes(6)
        let names = ["crop", "flip", "scale"]
        let all = try maker(examples, height: 48, width: 64, names).batch(Array(0..<6), epoch: 4)
        let alone = try maker(examples, height: 48, width: 64, names.reversed()).batch([5], epoch: 4)
        let size = 48 * 64 * 3
        #expect(alone.pixels == Array(all.pixels[5 * size..<6 * size]))
        let (aloneTargets, allTargets) = try (targets(alone), targets(all))
        #expect(aloneTargets == Array(allTargets[5 * size / 3..<6 * size / 3]))
        let maker2 = try maker(examples, height: 48, width: 64, names, seed: 2)
        #expect(try maker2.batch(Array(0..<6), epoch: 4).pixels != all.pixels)
        #expect(
            try maker(examples, height: 48, width: 64, names).batch(Array(0..<6), epoch: 5).pixels
                != all.pixels)
    }

    @Test func evaluationShowsTheStoredMasksAndAugmentsNothing() throws {
        let examples = try scenes(2)
        let plain = try maker(examples, height: 30, width: 40).batch([0, 1])
        let evaluation = try SegmentationBatchMaker(
            examples: examples, shape: ImageShape(channels: 3, height: 30, width: 40),
            normalization: identity, augmentations: Augmentation.named(["flip"], task: .segmentation),
            isEvaluation: true
        ).batch([0, 1], epoch: 7)
        #expect(evaluation.pixels == plain.pixels)
        let classes = try targets(plain).map(Int64.init)
        let originals = try examples.map { try $0.mask.load() }
        #expect(evaluation.target == .masks(classes, originals: originals))
    }

    @Test func blackOutsideIsTheNormalisedZero() throws {
        let normalization = Normalization(
            maximumPixel: 255, mean: [0.5, 0.25, 0.1], deviation: [0.5, 0.5, 0.1])
        var examples = try scenes(1)
        let (image, _) = try examples[0].load()
        let white = try PixelImage(
            shape: image.shape, pixels: [UInt8](repeating: 255, count: image.pixels.count))
        examples[0] = SegmentationExample(
            image: ImageSource(name: "white") { () throws(DatasetError) in white }, mask: examples[0].mask)
        let crop = try Augmentation.named(["crop"], task: .segmentation)
        let batch = try SegmentationBatchMaker(
            examples: examples, shape: image.shape, normalization: normalization, augmentations: crop
        ).batch([0], epoch: 1)
        let targets = try targets(batch)
        #expect(targets.contains(-1))
        for (pixel, target) in targets.enumerated() {
            let expected: [Float] = target < 0 ? [-1, -0.5, -1] : [1, 1.5, 9]
            #expect(zip(batch.pixels[3 * pixel..<3 * pixel + 3], expected).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test func wrongPartsAreFaults() throws {
        let examples = try scenes(1)
        #expect(
            sentence { () throws(DatasetError) in
                try maker(examples, height: 8, width: 8).batch([1])
            } == "example is 1; allowed: 0 to 0.")
        #expect(
            sentence { () throws(DatasetError) in
                try SegmentationBatchMaker(
                    examples: examples, shape: ImageShape(channels: 1, height: 8, width: 8),
                    normalization: identity)
            } == "normalization is 3 channels; allowed: 1, as the network's input has.")
        #expect(
            sentence { () throws(DatasetError) in
                try Augmentation.named(["scale"], task: .classification)
            } == "augmentation is 'scale'; allowed: crop, cutout, flip, mixup, each at most once.")
        let broken = SegmentationExample(
            image: ImageSource(name: "a.jpg") { () throws(DatasetError) in
                throw .undecodable(file: "a.jpg", reason: "it is broken")
            }, mask: examples[0].mask)
        #expect(
            sentence { () throws(DatasetError) in
                try maker([broken], height: 8, width: 8).batch([0])
            } == "a.jpg cannot be decoded: it is broken.")
    }

    /// Over 256 of 300 images, by two plain loops.
    @Test func normalizationSamplesImagesEvenly() throws {
        var source = RandomSource(state: 12)
        let images = try (0..<300).map { _ in
            try PixelImage(
                shape: ImageShape(channels: 2, height: 2, width: 1),
                pixels: (0..<4).map { _ in UInt8(source.next(below: 256)) })
        }
        let normalization = try Normalization(
            sampling: images.map { image in
                ImageSource(name: "made") { () throws(DatasetError) in image }
            })
        let sampled = (0..<256).map { images[$0 * 300 / 256] }
        for channel in 0..<2 {
            let values = sampled.flatMap { [$0.pixels[channel], $0.pixels[2 + channel]] }.map {
                Double($0) / 255
            }
            let mean = values.reduce(0, +) / 512
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 512
            #expect(abs(normalization.mean[channel] - mean) < 1e-12)
            #expect(abs(normalization.deviation[channel] - variance.squareRoot()) < 1e-12)
        }
        #expect(
            sentence { () throws(DatasetError) in try Normalization(sampling: []) }
                == "the number of images is 0; allowed: at least 1.")
    }

    private func scenes(_ count: Int) throws -> [SegmentationExample] {
        let setting = SceneSetting(
            height: 48, width: 64, shapes: 1...4, radius: 8...14, noise: 20, leastVisible: 0.5)
        return try (0..<count).map { index in
            var source = RandomStream(seed: 1, purpose: "batches").source(index)
            let scene = try SyntheticScene.drawn(setting, &source)
            return SegmentationExample(
                image: ImageSource(name: "image") { () throws(DatasetError) in scene.image },
                mask: MaskSource(name: "mask") { () throws(DatasetError) in scene.mask })
        }
    }

    private func picturedMask(_ example: SegmentationExample) throws -> SegmentationExample {
        let mask = try example.mask.load()
        let picture = try PixelImage(
            shape: ImageShape(channels: 3, height: mask.height, width: mask.width),
            pixels: mask.classes.flatMap { [UInt8](repeating: $0 * 40 + 20, count: 3) })
        return SegmentationExample(
            image: ImageSource(name: "picture") { () throws(DatasetError) in picture }, mask: example.mask)
    }

    private func maker(
        _ examples: [SegmentationExample], height: Int, width: Int, _ names: [String] = [], seed: UInt64 = 1
    ) throws(DatasetError) -> SegmentationBatchMaker {
        try SegmentationBatchMaker(
            examples: examples, shape: ImageShape(channels: 3, height: height, width: width),
            normalization: identity, augmentations: Augmentation.named(names, task: .segmentation), seed: seed
        )
    }

    private func rounded(_ pixels: [Float]) -> [Int] { pixels.map { Int($0.rounded()) } }

    private func targets(_ batch: Batch) throws -> [Int] {
        guard case .masks(let targets, _) = batch.target else {
            throw DatasetError.invalidChoice(name: "target", found: "no masks", allowed: "masks")
        }
        return targets.map(Int.init)
    }
}
