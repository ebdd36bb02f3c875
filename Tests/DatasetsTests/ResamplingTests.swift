import Testing

@testable import Datasets

@Suite struct ResamplingTests {
    @Test func imagesAndMasksAreResizedAsPyTorchDoes() throws {
        for example in try ImageReference.read().resampled {
            let image = try PixelImage(
                shape: ImageShape(channels: 1, height: example.size[0], width: example.size[1]),
                pixels: example.values)
            let resized = try image.resized(height: example.newSize[0], width: example.newSize[1])
            for (ours, theirs) in zip(resized.pixels, example.bilinear) {
                // Half a step for the rounding.
                #expect(abs(Double(ours) - theirs) <= 0.5 + 1e-4)
            }
            let mask = try ClassMask(
                height: example.size[0], width: example.size[1], classes: example.values)
            #expect(
                try mask.resized(height: example.newSize[0], width: example.newSize[1]).classes
                    == example.nearest)
        }
    }

    @Test func channelsAreResizedEachForItself() throws {
        var source = RandomSource(state: 3)
        let pixels = (0..<5 * 4 * 3).map { _ in UInt8(source.next(below: 256)) }
        let image = try PixelImage(shape: ImageShape(channels: 3, height: 5, width: 4), pixels: pixels)
        let all = try image.resized(height: 7, width: 9)
        for channel in 0..<3 {
            let alone = try PixelImage(
                shape: ImageShape(channels: 1, height: 5, width: 4),
                pixels: stride(from: channel, to: pixels.count, by: 3).map { pixels[$0] }
            ).resized(height: 7, width: 9)
            #expect(alone.pixels == stride(from: channel, to: all.pixels.count, by: 3).map { all.pixels[$0] })
        }
    }

    @Test func theOwnSizeChangesNothing() throws {
        var source = RandomSource(state: 4)
        let pixels = (0..<6 * 5 * 3).map { _ in UInt8(source.next(below: 256)) }
        let image = try PixelImage(shape: ImageShape(channels: 3, height: 6, width: 5), pixels: pixels)
        #expect(try image.resized(height: 6, width: 5) == image)
    }

    @Test func aSizeOfZeroIsAFault() throws {
        let mask = try ClassMask(height: 1, width: 1, classes: [0])
        #expect(
            sentence { () throws(DatasetError) in try mask.resized(height: 0, width: 2) }
                == "image shape is 0×2×1; allowed: sides of at least 1.")
    }

    /// A window that is mirrored and reaches beyond the image, by hand: a row of 4 in its own size.
    @Test func aWindowMayBeMirroredAndReachBeyond() {
        let resampling = Resampling(
            rows: AxisSampling(stored: 1, resized: 1),
            columns: AxisSampling(stored: 4, resized: 4, window: -2..<3, isMirrored: true), storedWidth: 4)
        #expect(resampling.bilinear([10, 20, 30, 40], channels: 1) == [30, 20, 10, 0, 0])
        #expect(resampling.nearest([1, 2, 3, 4]) == [3, 2, 1, 255, 255])
    }
}
