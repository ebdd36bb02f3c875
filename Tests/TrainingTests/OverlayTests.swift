import Datasets
import Evaluation
import Students
import Testing

@testable import Training

@Suite struct OverlayTests {
    private func image(height: Int, width: Int, _ value: UInt8 = 100) throws -> PixelImage {
        try PixelImage(
            shape: ImageShape(channels: 3, height: height, width: width),
            pixels: [UInt8](repeating: value, count: 3 * height * width))
    }

    private func pixel(_ image: PixelImage, _ x: Int, _ y: Int) -> [UInt8] {
        let place = 3 * (y * image.shape.width + x)
        return Array(image.pixels[place..<place + 3])
    }

    @Test func aMaskTakesHalfOfEachPixel() throws {
        var canvas = Canvas(try image(height: 1, width: 3, 101))
        canvas.blend([0, 1, ClassMask.void], palette: [[0, 0, 0], [255, 1, 200]])
        // (101 + colour) / 2, rounded up; void keeps the image's own.
        #expect(try canvas.image.pixels == [51, 51, 51, 178, 51, 151, 101, 101, 101])
    }

    @Test func aFrameIsTwoPixelsWideAndInside() throws {
        var canvas = Canvas(try image(height: 12, width: 12))
        canvas.frame(2..<10, 3..<9, border: 2, [1, 2, 3])
        let drawn = try canvas.image
        for y in 0..<12 {
            for x in 0..<12 {
                let isInside = (2..<10).contains(x) && (3..<9).contains(y)
                let isHollow = (4..<8).contains(x) && (5..<7).contains(y)
                #expect(
                    pixel(drawn, x, y) == (isInside && !isHollow ? [1, 2, 3] : [100, 100, 100]), "\(x) \(y)")
            }
        }
    }

    @Test func whatLiesOutsideIsNotDrawn() throws {
        var canvas = Canvas(try image(height: 4, width: 4))
        canvas.frame(-10 ..< -2, -5..<20, border: 2, [1, 2, 3])
        canvas.fill(4..<9, 0..<4, [1, 2, 3])
        canvas.label("far away", left: 100, top: -50, [1, 2, 3])
        #expect(try canvas.image == image(height: 4, width: 4))
        canvas.fill(-5..<50, -5..<50, [1, 2, 3])
        #expect(try canvas.image.pixels == [UInt8](0..<16).flatMap { _ in [1, 2, 3] as [UInt8] })
    }

    @Test func everyCharacterOfALabelHasAShapeOfItsOwn() {
        let known = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/+&'(),"
        let shapes = Set(known.map { shape(Glyph($0)) })
        #expect(shapes.count == known.count)
        #expect(shape(Glyph("a")) == shape(Glyph("A")))
        #expect(shape(Glyph(" ")).isEmpty)
        // What is unknown is a frame, and no known character is.
        #expect(shape(Glyph("é")) == shape(Glyph("字")) && !shapes.contains(shape(Glyph("字"))))
        for character in known {
            for dot in Glyph(character).dots {
                #expect((0..<Glyph.width).contains(dot.column) && (0..<Glyph.height).contains(dot.row))
            }
        }
    }

    private func shape(_ glyph: Glyph) -> [[Int]] { glyph.dots.map { [$0.column, $0.row] } }

    @Test(arguments: [([0, 0, 0], [255, 255, 255]), ([255, 255, 0], [0, 0, 0])] as [([UInt8], [UInt8])])
    func aLabelCanBeReadOnItsGround(_ ground: [UInt8], _ ink: [UInt8]) throws {
        var canvas = Canvas(try image(height: 20, width: 20))
        canvas.label("T", left: 3, top: 4, ground)
        let drawn = try canvas.image
        let size = Canvas.size(of: "T")
        let dots = Set(shape(Glyph("T")))
        for y in 0..<20 {
            for x in 0..<20 {
                let isGround = (3..<3 + size.width).contains(x) && (4..<4 + size.height).contains(y)
                let isInk = dots.contains([x - 4, y - 5])
                let expected = isInk ? ink : isGround ? ground : [100, 100, 100]
                #expect(pixel(drawn, x, y) == expected, "\(x) \(y)")
            }
        }
    }
}
