import Datasets
import Evaluation
import Foundation

/// Draws a student's answer over the image that it was given.
struct Overlay {
    let card: StudentCard

    /// A mask's colours take half of each pixel. A box has a border of two pixels in its class's colour, and its class and
    /// score on a label above it (below its upper edge where there is no room above).
    /// - Parameter image: RGB.
    func drawn(_ answer: StudentAnswer, over image: PixelImage) throws(DatasetError) -> PixelImage {
        var canvas = Canvas(image)
        switch answer {
        case .classes: break
        case .mask(let mask): canvas.blend(mask.classes, palette: card.palette)
        case .boxes(let boxes):
            // The surest last: nothing covers it.
            for box in boxes.reversed() { draw(box, on: &canvas) }
        }
        return try canvas.image
    }

    private func draw(_ box: DetectedBox, on canvas: inout Canvas) {
        let color = card.palette[box.label]
        let (left, right) = (Int(box.x1.rounded()), Int(box.x2.rounded()))
        let (top, bottom) = (Int(box.y1.rounded()), Int(box.y2.rounded()))
        canvas.frame(left..<max(right, left + 1), top..<max(bottom, top + 1), border: 2, color)
        let text = "\(card.classes[box.label]) \(String(format: "%.2f", box.score))"
        let size = Canvas.size(of: text)
        let y = top >= size.height ? top - size.height : top
        let x = max(0, min(left, canvas.width - size.width))
        canvas.label(text, left: x, top: y, color)
    }
}
