import Datasets
import Testing

@Suite struct PixelImageChannelTests {
    @Test func greyIsTheLumaOfTheColours() throws {
        let colours: [[UInt8]] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 20, 30], [255, 255, 255]]
        let image = try PixelImage(
            shape: ImageShape(channels: 3, height: 1, width: 5), pixels: colours.flatMap(\.self))
        // 76.245, 149.685, 29.07, 18.15 and 255 by the formula.
        #expect(try image.converted(toChannels: 1).pixels == [76, 150, 29, 18, 255])
        #expect(try image.converted(toChannels: 3) == image)
    }

    @Test func greyGoesToColoursAndBackUnchanged() throws {
        let grey = try PixelImage(
            shape: ImageShape(channels: 1, height: 16, width: 16), pixels: (0...255).map { UInt8($0) })
        let colours = try grey.converted(toChannels: 3)
        #expect(colours.shape == ImageShape(channels: 3, height: 16, width: 16))
        #expect(colours.pixels == (0...255).flatMap { [UInt8($0), UInt8($0), UInt8($0)] })
        #expect(try colours.converted(toChannels: 1) == grey)
    }

    @Test func otherChannelsAreRefused() throws {
        let image = try PixelImage(shape: ImageShape(channels: 1, height: 1, width: 1), pixels: [0])
        #expect(
            throws: DatasetError.invalidChoice(
                name: "the number of channels", found: "2", allowed: "1 (grey) and 3 (RGB)")
        ) { try image.converted(toChannels: 2) }
    }

    @Test(arguments: [1, 15, 16, 254, 255] as [UInt8])
    func everyStoredValueSurvivesThePicture(_ maximum: UInt8) throws {
        let stored = (0...Int(maximum)).map { $0 }
        let picture = try PixelImage(
            shape: ImageShape(channels: 1, height: 1, width: stored.count),
            pixels: stored.map { UInt8((Double($0) * 255 / Double(maximum)).rounded()) })
        #expect(try picture.scaled(toMaximum: maximum).pixels == stored.map { UInt8($0) })
    }

    /// The numbers are those of `colorsys.hsv_to_rgb(label * 0.618033988749895 % 1, 0.85, 1)` of Python 3.11, times 255.
    @Test func vividColoursAreSaturatedHues() {
        let expected: [[UInt8]] = [
            [255, 38, 38], [38, 101, 255], [165, 255, 38], [255, 38, 228], [38, 255, 219], [255, 156, 38],
        ]
        #expect((0..<6).map(ClassColors.vivid) == expected)
        #expect(Set((0..<80).map(ClassColors.vivid)).count == 80)
    }
}
