import Testing

@testable import Datasets

@Suite struct BatchAssemblerTests {
    /// Leaves the stored value as it is.
    private let identity = Normalization(maximumPixel: 1, mean: [0, 0], deviation: [1, 1])
    private let shape = ImageShape(channels: 2, height: 9, width: 16)

    @Test func pixelsLabelsAndIndicesAreThoseAskedFor() throws {
        let data = try ImageClassificationData.make(shape: shape)
        let batch = try BatchAssembler(images: data.training, normalization: identity).batch([7, 0, 7])
        let stored = { (index: Int) in
            data.training.pixels[index * shape.count..<(index + 1) * shape.count].map(Float.init)
        }
        #expect(batch.pixels == stored(7) + stored(0) + stored(7))
        #expect(batch.target == .classes([7, 0, 7].map { Int64(data.training.labels[$0]) }))
        #expect(batch.indices == [7, 0, 7])
        #expect(batch.shape == shape)
        #expect(batch.count == 3)
    }

    @Test func everyPlacementMovesPixelsAsItSays() throws {
        let data = try ImageClassificationData.make(counts: [2, 2], shape: shape)
        let input = Array(data.training.pixels.prefix(shape.count))
        let table = (0..<512).map { Float($0 % 256) + ($0 < 256 ? 0.25 : 0.5) }
        for rows in -2...2 {
            for columns in -3...3 {
                for isMirrored in [false, true] {
                    let placement = Placement(rows: rows, columns: columns, isMirrored: isMirrored)
                    #expect(written(input, table, placement) == expected(input, table, placement))
                }
            }
        }
    }

    /// With p the eighth of a side: all (2p + 1)² places are taken, mirrored or not.
    @Test func cropAndFlipDrawEveryPlacement() throws {
        let stream = RandomStream(seed: 3, purpose: "placements")
        var counts: [[Int]: Int] = [:]
        for example in 0..<6000 {
            var placement = Placement.identity
            for augmentation in try Augmentation.named(["crop", "flip"]) {
                var source = stream.source(example)
                if augmentation.name == "flip" { source = stream.source(example, 1) }
                augmentation.place?(&placement, ImageShape(channels: 1, height: 8, width: 16), &source)
            }
            counts[[placement.rows, placement.columns, placement.isMirrored ? 1 : 0], default: 0] += 1
        }
        #expect(Set(counts.keys.map { $0[0] }) == Set(-1...1))
        #expect(Set(counts.keys.map { $0[1] }) == Set(-2...2))
        #expect(counts.count == 30)
        // 200 each; five standard deviations.
        #expect(counts.values.allSatisfy { abs($0 - 200) < 71 })
    }

    @Test func cutoutHidesASquareOfHalfTheSide() throws {
        let data = try ImageClassificationData.make(shape: ImageShape(channels: 2, height: 9, width: 16))
        let plain = try BatchAssembler(images: data.training, normalization: identity).batch(Array(0..<90))
        let cut = try BatchAssembler(
            images: data.training,
            normalization: Normalization(maximumPixel: 1, mean: [0, 0], deviation: [1, 1]),
            augmentations: Augmentation.named(["cutout"]), seed: 3
        ).batch(Array(0..<90))
        var areas: Set<Int> = []
        for image in 0..<90 {
            let pixels = (0..<144).map { place in
                (0..<2).map {
                    (plain.pixels[image * 288 + place * 2 + $0], cut.pixels[image * 288 + place * 2 + $0])
                }
            }
            // Random pixels are hardly ever (0, 0).
            let hidden = (0..<144).filter { place in pixels[place].contains { $0.0 != $0.1 } }
            #expect(hidden.allSatisfy { pixels[$0].allSatisfy { $0.1 == 0 } })
            let rows = Set(hidden.map { $0 / 16 })
            let columns = Set(hidden.map { $0 % 16 })
            #expect((2...4).contains(rows.count) && (2...4).contains(columns.count))
            areas.insert(rows.count * columns.count)
        }
        #expect(areas.contains(16) && areas.count > 3)
    }

    @Test func mixupMixesWithAnotherOfTheBatch() throws {
        let data = try ImageClassificationData.make(shape: shape)
        func batch(_ names: [String], epoch: Int = 0) throws -> Batch {
            try BatchAssembler(
                images: data.training, normalization: identity, augmentations: Augmentation.named(names),
                seed: 3
            ).batch(Array(0..<20), epoch: epoch)
        }
        let plain = try batch(["flip"])
        let mixed = try batch(["flip", "mixup"])
        guard case .mixed(let labels, let others, let shares) = mixed.target else {
            Issue.record("\(mixed.target)")
            return
        }
        #expect(BatchTarget.classes(labels) == plain.target)
        #expect(shares.allSatisfy { (0.5...1).contains($0) } && Set(shares).count > 15)
        func image(_ batch: Batch, _ place: Int) -> [Float] {
            Array(batch.pixels[place * shape.count..<(place + 1) * shape.count])
        }
        var partners: Set<Int> = []
        for place in 0..<20 {
            let found = image(mixed, place)
            let candidates = (0..<20).filter { partner in
                let blend = zip(image(plain, place), image(plain, partner)).map {
                    shares[place] * $0 + (1 - shares[place]) * $1
                }
                return zip(found, blend).allSatisfy { abs($0 - $1) < 1e-3 }
            }
            #expect(candidates.count == 1)
            if let partner = candidates.first {
                #expect(others[place] == labels[partner])
                partners.insert(partner)
            }
        }
        #expect(partners.count > 8)
        #expect(try batch(["flip", "mixup"]) == mixed)
        #expect(try batch(["mixup"], epoch: 1) != batch(["mixup"]))
    }

    @Test func whatIsDrawnDependsOnSeedEpochAndExampleAlone() throws {
        let data = try ImageClassificationData.make(shape: shape)
        let augmentations = try Augmentation.named(["crop", "flip"])
        let make = { (seed: UInt64) throws(DatasetError) in
            try BatchAssembler(
                images: data.training, normalization: self.identity, augmentations: augmentations, seed: seed)
        }
        let all = try make(1).batch(Array(0..<90), epoch: 4).pixels
        let alone = try make(1).batch([50], epoch: 4).pixels
        #expect(alone == Array(all[50 * shape.count..<51 * shape.count]))
        #expect(try make(1).batch(Array(0..<90), epoch: 5).pixels != all)
        #expect(try make(2).batch(Array(0..<90), epoch: 4).pixels != all)
        let plain = try BatchAssembler(images: data.training, normalization: identity).batch([50], epoch: 4)
        #expect(try make(1).batch([50], epoch: 4).target == plain.target)
    }

    @Test func anAugmentationDrawsTheSameWhateverStandsBesideIt() throws {
        let data = try ImageClassificationData.make(shape: shape)
        let pixels = { (names: [String]) in
            try BatchAssembler(
                images: data.training, normalization: self.identity,
                augmentations: Augmentation.named(names), seed: 1
            ).batch(Array(0..<90)).pixels
        }
        #expect(try pixels(["crop", "flip"]) == pixels(["flip", "crop"]))
        #expect(try pixels(["crop"]) != pixels(["flip", "crop"]))
    }

    @Test func anExampleThatIsNotThereIsAFault() throws {
        let data = try ImageClassificationData.make(shape: shape)
        let assembler = try BatchAssembler(images: data.training, normalization: identity)
        for stranger in [-1, 90] {
            #expect(
                sentence { () throws(DatasetError) in try assembler.batch([0, stranger]) }
                    == "example is \(stranger); allowed: 0 to 89.")
        }
    }

    @Test func aNormalizationOfAnotherShapeIsAFault() throws {
        let data = try ImageClassificationData.make()
        #expect(
            sentence { () throws(DatasetError) in
                try BatchAssembler(images: data.training, normalization: identity)
            } == "normalization is 2 channels; allowed: 1, as the images have.")
    }

    @Test func theAugmentationsAreSortedAndNamedOnce() {
        let names = Augmentation.all.map(\.name)
        #expect(names == Set(names).sorted())
        #expect(Augmentation.all.allSatisfy { $0.summary.hasSuffix(".") })
    }

    @Test func unknownAndRepeatedAugmentationsAreFaults() {
        for names in [["blur"], ["crop", "crop"]] {
            #expect(
                sentence { () throws(DatasetError) in try Augmentation.named(names) }
                    == "augmentation is \(names.map { "'\($0)'" }.joined(separator: ", ")); "
                    + "allowed: crop, cutout, flip, mixup, each at most once.")
        }
    }

    private func written(_ input: [UInt8], _ table: [Float], _ placement: Placement) -> [Float] {
        [Float](unsafeUninitializedCapacity: shape.count) { output, filled in
            input.withUnsafeBufferPointer { input in
                table.withUnsafeBufferPointer { table in
                    let whole = UnsafeMutableBufferPointer(rebasing: output[..<shape.count])
                    ImageWriter(input: input, output: whole, table: table, shape: shape).write(placement)
                }
            }
            filled = shape.count
        }
    }

    /// The definition in `Placement`, pixel by pixel.
    private func expected(_ input: [UInt8], _ table: [Float], _ placement: Placement) -> [Float] {
        var result: [Float] = []
        for y in 0..<shape.height {
            for x in 0..<shape.width {
                for channel in 0..<shape.channels {
                    let row = y + placement.rows
                    let column = (placement.isMirrored ? shape.width - 1 - x : x) + placement.columns
                    let isInside = (0..<shape.height).contains(row) && (0..<shape.width).contains(column)
                    let stored = isInside ? input[(row * shape.width + column) * shape.channels + channel] : 0
                    result.append(table[channel * 256 + Int(stored)])
                }
            }
        }
        return result
    }
}
