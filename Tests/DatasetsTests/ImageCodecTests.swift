import Foundation
import Testing

@testable import Datasets

@Suite struct ImageCodecTests {
    private let reference: ImageReference

    init() throws {
        reference = try ImageReference.read()
    }

    @Test func pixelsAreThoseThatPillowDecodes() throws {
        for file in reference.jpeg + reference.png {
            let image = try ImageCodec.decode(Array(file.file), name: file.name)
            #expect(image.shape == ImageShape(channels: 3, height: file.height, width: file.width))
            #expect(image.pixels == Array(file.pixels), "\(file.name)")
        }
    }

    @Test func aMaskHoldsWhatIsStoredNotItsColours() throws {
        var masks = 0
        for file in reference.png {
            guard let values = file.values else {
                #expect(throws: DatasetError.self, "\(file.name)") {
                    try ImageCodec.decodeMask(Array(file.file), name: file.name)
                }
                continue
            }
            masks += 1
            let mask = try ImageCodec.decodeMask(Array(file.file), name: file.name)
            #expect(mask.height == file.height && mask.width == file.width)
            #expect(mask.values == Array(values), "\(file.name)")
        }
        #expect(masks == 10)
    }

    @Test func whatIsNotAcceptedIsSaid() throws {
        let png = { (name: String) throws in
            try Array(#require(reference.png.first { $0.name == name }).file)
        }
        let sentences = [
            sentence { () throws(DatasetError) in
                try ImageCodec.decode(Array(reference.cmykJPEG), name: "a.jpg")
            },
            sentence { () throws(DatasetError) in try ImageCodec.decode([0x47, 0x49, 0x46], name: "a.gif") },
            sentence { () throws(DatasetError) in try ImageCodec.decode([], name: "a.png") },
            sentence { () throws(DatasetError) in
                try ImageCodec.decodeMask(Array(reference.cmykJPEG), name: "a.jpg")
            },
            try maskSentence(png("RGB")), try maskSentence(png("grey with alpha")),
            try maskSentence(png("1 channels of 16 bits")),
        ]
        #expect(
            sentences == [
                "a.jpg cannot be decoded: its colours are CMYK; grey, RGB and YCbCr are accepted.",
                "a.gif has the first bytes 47 49 46; expected a JPEG or PNG image.",
                "a.png has no bytes; expected a JPEG or PNG image.",
                "a.jpg has the first bytes FF D8 FF EE 0 E 41 64; expected a PNG image.",
                "m.png cannot be decoded: it holds RGB colours; a mask is grey or has a palette.",
                "m.png cannot be decoded: it holds an alpha channel; a mask is grey or has a palette.",
                "m.png cannot be decoded: it has 16 bits a value; a mask has at most 8.",
            ])
    }

    @Test func largeSidesAreRefusedBeforeAnythingIsDecoded() throws {
        for (height, width) in [(1, 16_385), (16_385, 1), (8193, 8192), (2_000_000_000, 2_000_000_000)] {
            let said = sentence { () throws(DatasetError) in
                try ImageCodec.decode(emptyPNG(height: height, width: width), name: "a.png")
            }
            #expect(
                said == "a.png cannot be decoded: it has \(height)×\(width) pixels; a side may have 1 to "
                    + "16384, the whole image 67108864.")
        }
        // A JPEG that only promises: the size stands in its frame header (SOF0), 5 bytes after the marker.
        var jpeg = try Array(#require(reference.jpeg.first).file)
        let frame = try #require(jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0x00, 0xFF, 0x00])
        #expect(
            sentence { () throws(DatasetError) in try ImageCodec.decode(jpeg, name: "a.jpg") }
                == "a.jpg cannot be decoded: it has 65280×65280 pixels; a side may have 1 to 16384, the whole "
                + "image 67108864.")
    }

    @Test func everyProperBeginningIsRefused() {
        for file in reference.jpeg + reference.png {
            let bytes = Array(file.file)
            for count in bytes.indices {
                #expect(throws: DatasetError.self, "\(file.name), \(count) bytes") {
                    try ImageCodec.decode(Array(bytes[..<count]), name: file.name)
                }
            }
        }
    }

    /// A PNG has check sums: with a bit turned it is refused, or is the same picture (the bit is in no chunk that counts).
    @Test func aTurnedBitNeverChangesAPNG() {
        for file in reference.png {
            var bytes = Array(file.file)
            for place in bytes.indices {
                let bit = UInt8(1 << (place % 8))
                bytes[place] ^= bit
                let image = try? ImageCodec.decode(bytes, name: file.name)
                #expect(image == nil || image?.pixels == Array(file.pixels), "\(file.name), byte \(place)")
                _ = try? ImageCodec.decodeMask(bytes, name: file.name)
                bytes[place] ^= bit
            }
        }
    }

    @Test func aTurnedBitNeverBreaksTheJPEGDecoder() {
        var refused = 0
        var tried = 0
        for file in reference.jpeg {
            var bytes = Array(file.file)
            for place in bytes.indices {
                let bit = UInt8(1 << (place % 8))
                bytes[place] ^= bit
                tried += 1
                do {
                    let image = try ImageCodec.decode(bytes, name: file.name)
                    #expect(image.pixels.count == image.shape.count)
                } catch {
                    refused += 1
                }
                bytes[place] ^= bit
            }
        }
        // Many a turned bit leaves valid code that says other pixels; a good part does not.
        #expect(refused > tried / 10 && refused < tried)
    }

    @Test func aWrittenPNGIsReadBack() throws {
        var source = RandomSource(state: 5)
        for channels in [1, 3] {
            let shape = ImageShape(channels: channels, height: 13, width: 21)
            let pixels = (0..<shape.count).map { _ in UInt8(source.next(below: 256)) }
            let png = try ImageCodec.png(PixelImage(shape: shape, pixels: pixels))
            let colours = channels == 3 ? pixels : pixels.flatMap { [$0, $0, $0] }
            #expect(try ImageCodec.decode(png, name: "a").pixels == colours)
        }
        let values: [UInt8] = [0, 1, 2, 255, 1, 7]
        let mask = try ClassMask(height: 2, width: 3, classes: values)
        let png = try ImageCodec.png(mask: mask, palette: [[9, 8, 7], [10, 20, 30], [255, 0, 128]])
        #expect(try ImageCodec.decodeMask(png, name: "m").values == values)
        #expect(
            try ImageCodec.decode(png, name: "m").pixels == [
                9, 8, 7, 10, 20, 30, 255, 0, 128, 0, 0, 0, 10, 20, 30, 0, 0, 0,
            ])
    }

    @Test func whatAPNGCannotHoldIsSaid() throws {
        let image = try PixelImage(
            shape: ImageShape(channels: 2, height: 1, width: 1), pixels: [1, 2])
        #expect(
            sentence { () throws(DatasetError) in try ImageCodec.png(image) }
                == "image is 2 channels and 0 colours; 1 or 3 channels, or 1 and a palette of 1 to 256; allowed: "
                + "what a PNG can hold.")
        let mask = try ClassMask(height: 1, width: 1, classes: [0])
        #expect(
            sentence { () throws(DatasetError) in try ImageCodec.png(mask: mask, palette: [[1, 2]]) }
                == "palette is 1 colours; allowed: up to 256, each red, green, blue.")
    }

    private func maskSentence(_ bytes: [UInt8]) -> String? {
        DatasetsTests.sentence { () throws(DatasetError) in
            try ImageCodec.decodeMask(bytes, name: "m.png")
        }
    }

    /// Grey, with good check sums and no pixels.
    private func emptyPNG(height: Int, width: Int) -> [UInt8] {
        let number = { (value: Int) in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
        let chunk = { (name: String, data: [UInt8]) in
            let content = Array(name.utf8) + data
            return number(data.count) + content + number(Int(checksum(content)))
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", number(width) + number(height) + [8, 0, 0, 0, 0]) + chunk("IDAT", [])
            + chunk("IEND", [])
    }
}
