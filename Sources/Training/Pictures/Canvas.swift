import Datasets

/// An RGB image that is drawn on. What lies outside of it is not drawn.
struct Canvas {
    private let shape: ImageShape
    private var pixels: [UInt8]

    /// - Parameter image: RGB.
    init(_ image: PixelImage) {
        shape = image.shape
        pixels = image.pixels
    }

    var width: Int { shape.width }

    var image: PixelImage {
        get throws(DatasetError) { try PixelImage(shape: shape, pixels: pixels) }
    }

    /// Half of each pixel becomes its class's colour; void keeps its own.
    /// - Parameter classes: one a pixel.
    mutating func blend(_ classes: [UInt8], palette: [[UInt8]]) {
        for (place, label) in classes.enumerated() where Int(label) < palette.count {
            for channel in 0..<3 {
                let sum = Int(pixels[3 * place + channel]) + Int(palette[Int(label)][channel])
                pixels[3 * place + channel] = UInt8((sum + 1) / 2)
            }
        }
    }

    mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ color: [UInt8]) {
        for row in rows.clamped(to: 0..<shape.height) {
            for column in columns.clamped(to: 0..<shape.width) {
                let place = 3 * (row * shape.width + column)
                for channel in 0..<3 { pixels[place + channel] = color[channel] }
            }
        }
    }

    /// The border of a rectangle, inside of it.
    mutating func frame(_ columns: Range<Int>, _ rows: Range<Int>, border: Int, _ color: [UInt8]) {
        fill(columns, rows.prefix(border), color)
        fill(columns, rows.suffix(border), color)
        fill(columns.prefix(border), rows, color)
        fill(columns.suffix(border), rows, color)
    }

    /// Of a label with this text.
    static func size(of text: String) -> (height: Int, width: Int) {
        (Glyph.height + 2, text.count * (Glyph.width + 1) + 1)
    }

    /// Text on a ground of this colour, black or white, whichever can be read.
    mutating func label(_ text: String, left: Int, top: Int, _ color: [UInt8]) {
        let size = Self.size(of: text)
        fill(left..<left + size.width, top..<top + size.height, color)
        let luma = 299 * Int(color[0]) + 587 * Int(color[1]) + 114 * Int(color[2])
        let ink: [UInt8] = luma > 128_000 ? [0, 0, 0] : [255, 255, 255]
        for (position, character) in text.enumerated() {
            let x = left + 1 + position * (Glyph.width + 1)
            for (column, row) in Glyph(character).dots {
                fill(x + column..<x + column + 1, top + 1 + row..<top + 2 + row, ink)
            }
        }
    }
}

extension Range<Int> {
    fileprivate func prefix(_ count: Int) -> Range<Int> {
        lowerBound..<Swift.min(lowerBound + count, upperBound)
    }
    fileprivate func suffix(_ count: Int) -> Range<Int> {
        Swift.max(upperBound - count, lowerBound)..<upperBound
    }
}
