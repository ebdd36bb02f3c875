@testable import Datasets

/// Images in which the boxes can be seen: black, each box filled with a colour of its own.
enum DrawnBoxes {
    /// Leaves black at 0 and full brightness at 1; border is 0, too.
    static let normalization = Normalization(maximumPixel: 255, mean: [0, 0, 0], deviation: [1, 1, 1])

    /// Up to three boxes, one a channel, apart from each other or not: channels do not mix.
    static func example(
        height: Int, width: Int, boxes: [LabelledBox], identifier: Int = 0
    ) -> DetectionExample {
        let shape = ImageShape(channels: 3, height: height, width: width)
        var pixels = [UInt8](repeating: 0, count: shape.count)
        for (channel, box) in boxes.enumerated() {
            for row in Int(box.y1)..<Int(box.y2) {
                for column in Int(box.x1)..<Int(box.x2) { pixels[(row * width + column) * 3 + channel] = 255 }
            }
        }
        let drawn = pixels
        return DetectionExample(
            image: ImageSource(name: "drawn \(identifier)") { () throws(DatasetError) in
                try PixelImage(shape: shape, pixels: drawn)
            }, height: height, width: width, boxes: boxes, identifier: identifier)
    }

    /// With random whole-numbered boxes of 4 pixels and more, labelled by their channel.
    static func random(_ source: inout RandomSource, identifier: Int) -> DetectionExample {
        let height = 30 + source.next(below: 70)
        let width = 30 + source.next(below: 70)
        let boxes = (0..<3).map { channel in
            let boxWidth = 4 + source.next(below: width / 2)
            let boxHeight = 4 + source.next(below: height / 2)
            let x = source.next(below: width - boxWidth + 1)
            let y = source.next(below: height - boxHeight + 1)
            return LabelledBox(
                x1: Double(x), y1: Double(y), x2: Double(x + boxWidth), y2: Double(y + boxHeight),
                label: channel, isCrowd: channel == 2)
        }
        return example(height: height, width: width, boxes: boxes, identifier: identifier)
    }

    /// Where a channel is brighter than a half: the tight box around it, in an image of a batch.
    static func seen(_ pixels: ArraySlice<Float>, _ shape: ImageShape, channel: Int) -> LabelledBox? {
        var box: LabelledBox?
        for row in 0..<shape.height {
            for column in 0..<shape.width {
                let value = pixels[pixels.startIndex + (row * shape.width + column) * 3 + channel]
                guard value > 0.5 else { continue }
                let x = Double(column)
                let y = Double(row)
                var grown = box ?? LabelledBox(x1: x, y1: y, x2: x + 1, y2: y + 1, label: channel)
                grown.x1 = min(grown.x1, x)
                grown.x2 = max(grown.x2, x + 1)
                grown.y2 = y + 1
                box = grown
            }
        }
        return box
    }
}
