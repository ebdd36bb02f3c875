import Dispatch
import Synchronization
import Testing

@testable import Datasets

@Suite struct DetectionBatchMakerTests {
    private let shape = ImageShape(channels: 3, height: 64, width: 80)
    private let examples: [DetectionExample]

    init() {
        var source = RandomSource(state: 4)
        examples = (0..<12).map { DrawnBoxes.random(&source, identifier: $0) }
    }

    @Test(arguments: [[], ["flip"], ["crop"], ["scale"], ["crop", "flip", "scale"]])
    func boxesSurroundThePixelsThatWereMoved(_ augmentations: [String]) throws {
        let maker = try self.maker(augmentations)
        var judged = 0
        for epoch in 0..<6 {
            let batch = try maker.batch(Array(examples.indices), epoch: epoch)
            for (position, target) in try targets(batch).enumerated() {
                let pixels = batch.pixels[position * shape.count..<(position + 1) * shape.count]
                for box in target.boxes {
                    let seen = try #require(DrawnBoxes.seen(pixels, shape, channel: box.label))
                    expect(seen, isAsTightAs: box)
                    judged += 1
                }
            }
        }
        #expect(judged > 100)
    }

    /// Each image alone in its batch, so that its colours in the mosaic are its own; four parts show it.
    @Test func boxesOfAMosaicSurroundTheirPixels() throws {
        let maker = try self.maker(["mosaic", "flip"])
        var judged = 0
        for index in examples.indices {
            for epoch in 0..<4 {
                let batch = try maker.batch([index], epoch: epoch)
                for target in try targets(batch) {
                    for box in target.boxes {
                        // Inside of the box all pixels of the channel are bright.
                        let isFilled = (Int(box.y1.rounded(.up))..<Int(box.y2)).allSatisfy { row in
                            (Int(box.x1.rounded(.up))..<Int(box.x2)).allSatisfy { column in
                                batch.pixels[(row * shape.width + column) * 3 + box.label] > 0.49
                            }
                        }
                        #expect(isFilled)
                        judged += 1
                    }
                }
                let drawn = (0..<3).map { channel in
                    stride(from: channel, to: shape.count, by: 3).reduce(0) { $0 + Double(batch.pixels[$1]) }
                }
                // No bright pixel lies outside of the boxes, but for parts that are under a quarter.
                for channel in 0..<3 {
                    let area = try targets(batch)[0].boxes.filter { $0.label == channel }.reduce(0) {
                        $0 + $1.width * $1.height
                    }
                    #expect(area <= drawn[channel] * 1.1 + 40)
                }
            }
        }
        #expect(judged > 100)
    }

    @Test func aMosaicHasNoBorderAndShowsOthersOfTheBatchOnly() throws {
        let plain = (0..<6).map { number in
            DetectionExample(
                image: ImageSource(name: "plain \(number)") { () throws(DatasetError) in
                    let shape = ImageShape(channels: 3, height: 20, width: 30)
                    return try PixelImage(
                        shape: shape, pixels: [UInt8](repeating: UInt8(10 + number), count: shape.count))
                }, height: 20, width: 30, boxes: [], identifier: number)
        }
        let maker = try DetectionBatchMaker(
            examples: plain, shape: shape,
            normalization: Normalization(maximumPixel: 1, mean: [0, 0, 0], deviation: [1, 1, 1]),
            augmentations: Augmentation.named(["mosaic"], task: .detection), seed: 3)
        var seen: Set<Float> = []
        for epoch in 0..<10 {
            let batch = try maker.batch([1, 3, 4], epoch: epoch)
            for image in 0..<3 {
                let values = Set(batch.pixels[image * shape.count..<(image + 1) * shape.count])
                #expect(values.contains([11, 13, 14][image]))
                seen.formUnion(values)
            }
        }
        #expect(seen == [11, 13, 14])
    }

    @Test func aFlippedFlipIsWhatItWas() throws {
        let plain = try maker([]).batch([0, 1, 2, 3])
        let flipping = try maker(["flip"])
        var flipped = 0
        for epoch in 0..<16 {
            let batch = try flipping.batch([0, 1, 2, 3], epoch: epoch)
            for position in 0..<4 {
                let before = image(plain, position)
                let after = image(batch, position)
                let boxes = try targets(batch)[position].boxes
                let stored = try targets(plain)[position].boxes
                if after == before {
                    #expect(boxes == stored)
                } else {
                    flipped += 1
                    #expect(mirrored(after) == before)
                    for (box, stored) in zip(boxes, stored) {
                        let back = box.mirrored(width: Double(shape.width))
                        #expect(abs(back.x1 - stored.x1) < 1e-9 && abs(back.x2 - stored.x2) < 1e-9)
                        #expect(back.y1 == stored.y1 && back.y2 == stored.y2)
                    }
                }
            }
        }
        // Of 64, at one half: four standard deviations.
        #expect((16...48).contains(flipped))
    }

    @Test func evaluationBringsBoxesBackToTheStoredImage() throws {
        let maker = try self.maker(["crop", "flip", "mosaic", "scale"], isEvaluation: true)
        let batch = try maker.batch(Array(examples.indices), epoch: 3)
        #expect(batch == (try maker.batch(Array(examples.indices), epoch: 9)))
        for (target, example) in zip(try targets(batch), examples) {
            #expect(target.originals == example.boxes)
            #expect(target.boxes.count == 3)
            #expect(target.fit == ImageFit(height: example.height, width: example.width, into: shape))
            for (box, stored) in zip(target.boxes, example.boxes) {
                let fit = target.fit
                for (path, border) in [
                    (\LabelledBox.x1, fit.left), (\.y1, fit.top), (\.x2, fit.left), (\.y2, fit.top),
                ] {
                    #expect(abs((box[keyPath: path] - border) / fit.scale - stored[keyPath: path]) < 1e-9)
                }
                #expect(abs(box.area / (fit.scale * fit.scale) - stored.area) < 1e-6)
                #expect(box.label == stored.label && box.isCrowd == stored.isCrowd)
            }
        }
        #expect(try self.maker([]).batch([0]).target != batch.target)
        #expect(try targets(self.maker([]).batch([0]))[0].originals.isEmpty)
    }

    /// An image of the input's size is normalised and otherwise left as it is; a wider one gets a border of the mean.
    @Test func pixelsAreNormalisedAndTheBorderIsTheMean() throws {
        let normalization = Normalization(
            maximumPixel: 255, mean: [0.2, 0.4, 0.6], deviation: [0.5, 0.25, 0.1])
        let size = ImageShape(channels: 3, height: 8, width: 8)
        let pixels = (0..<8 * 4 * 3).map { UInt8($0 * 2) }
        let wide = DetectionExample(
            image: ImageSource(name: "wide") { () throws(DatasetError) in
                try PixelImage(shape: ImageShape(channels: 3, height: 4, width: 8), pixels: pixels)
            }, height: 4, width: 8, boxes: [], identifier: 0)
        let batch = try DetectionBatchMaker(examples: [wide], shape: size, normalization: normalization)
            .batch([0])
        #expect(batch.pixels.prefix(2 * 8 * 3).allSatisfy { $0 == 0 })
        #expect(batch.pixels.suffix(2 * 8 * 3).allSatisfy { $0 == 0 })
        for (position, pixel) in pixels.enumerated() {
            let channel = position % 3
            let expected =
                (Double(pixel) / 255 - normalization.mean[channel]) / normalization.deviation[channel]
            #expect(abs(Double(batch.pixels[2 * 8 * 3 + position]) - expected) < 1e-5)
        }
    }

    /// Twice as large, bilinear between centres: 0, 100 become 0, 25, 75, 100.
    @Test func pixelsBetweenCentresAreMixed() throws {
        let example = DetectionExample(
            image: ImageSource(name: "two") { () throws(DatasetError) in
                try PixelImage(
                    shape: ImageShape(channels: 1, height: 1, width: 2), pixels: [0, 100])
            }, height: 1, width: 2, boxes: [], identifier: 0)
        let batch = try DetectionBatchMaker(
            examples: [example], shape: ImageShape(channels: 1, height: 2, width: 4),
            normalization: Normalization(maximumPixel: 1, mean: [0], deviation: [1])
        ).batch([0])
        #expect(batch.pixels == [0, 25, 75, 100, 0, 25, 75, 100])
    }

    @Test func whatLeavesIsDroppedOrClipped() throws {
        // Scaled by 1 and moved 8 to the left: 2 of 10 columns of the first box stay, 3 of 10 of the second.
        let tile = ImageTile(
            example: 0, fit: ImageFit(scale: 1, left: -8, top: 0),
            window: PixelRectangle(left: -8, top: 0, right: 72, bottom: 64))
        let boxes = [
            LabelledBox(x1: 0, y1: 0, x2: 10, y2: 10, label: 0),
            LabelledBox(x1: 1, y1: 0, x2: 11, y2: 10, label: 1, isCrowd: true, area: 60),
        ]
        #expect(
            tile.boxes(boxes, in: shape)
                == [LabelledBox(x1: 0, y1: 0, x2: 3, y2: 10, label: 1, isCrowd: true, area: 18)])
    }

    @Test func theSameOnEveryThreadAndInAnyOrderOfNames() throws {
        let maker = try self.maker(["crop", "flip", "mosaic", "scale"])
        let again = try self.maker(["scale", "mosaic", "flip", "crop"])
        let batches = try (0..<8).map { try maker.batch([$0, 11 - $0, 5], epoch: $0) }
        let results = Mutex<[Int: Batch]>([:])
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            guard let batch = try? again.batch([number, 11 - number, 5], epoch: number) else { return }
            results.withLock { $0[number] = batch }
        }
        #expect(results.withLock { made in (0..<8).compactMap { made[$0] } } == batches)
        #expect(try maker.batch([0, 11, 5], epoch: 1) != batches[0])
        #expect(try self.maker(["crop"], seed: 2).batch([0]) != self.maker(["crop"], seed: 3).batch([0]))
    }

    @Test func faultsAreNamed() throws {
        #expect(
            sentence { () throws(DatasetError) in try self.maker(["blur"]) }
                == "augmentation is 'blur'; allowed: crop, flip, mosaic, scale, each at most once.")
        let maker = try self.maker([])
        #expect(
            sentence { () throws(DatasetError) in try maker.batch([12]) }
                == "example is 12; allowed: 0 to 11.")
        let wrong = DetectionExample(
            image: examples[0].image, height: examples[0].height + 1, width: examples[0].width, boxes: [],
            identifier: 0)
        let other = try DetectionBatchMaker(
            examples: [wrong], shape: shape, normalization: DrawnBoxes.normalization)
        let size = "\(wrong.width)×\(wrong.height)"
        #expect(
            sentence { () throws(DatasetError) in try other.batch([0]) }
                == "drawn 0 has \(wrong.width)×\(wrong.height - 1) pixels; expected \(size), as its annotation says."
        )
    }

    private func maker(
        _ augmentations: [String], seed: UInt64 = 1, isEvaluation: Bool = false
    ) throws(DatasetError) -> DetectionBatchMaker {
        try DetectionBatchMaker(
            examples: examples, shape: shape, normalization: DrawnBoxes.normalization,
            augmentations: Augmentation.named(augmentations, task: .detection), seed: seed,
            isEvaluation: isEvaluation)
    }

    private func targets(_ batch: Batch) throws -> [BoxTarget] {
        guard case .boxes(let targets) = batch.target else {
            try #require(Bool(false), "a batch without boxes")
            return []
        }
        return targets
    }

    private func image(_ batch: Batch, _ position: Int) -> [Float] {
        Array(batch.pixels[position * shape.count..<(position + 1) * shape.count])
    }

    private func mirrored(_ pixels: [Float]) -> [Float] {
        (0..<shape.height).flatMap { row in
            (0..<shape.width).reversed().flatMap { column in
                (0..<3).map { pixels[(row * shape.width + column) * 3 + $0] }
            }
        }
    }

    private func expect(_ seen: LabelledBox, isAsTightAs box: LabelledBox) {
        for path in [\LabelledBox.x1, \.y1, \.x2, \.y2] {
            #expect(abs(seen[keyPath: path] - box[keyPath: path]) <= 1)
        }
    }
}
