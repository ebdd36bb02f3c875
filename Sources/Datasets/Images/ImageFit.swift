/// How a stored image lies in a network's input: (x, y) of the stored image is (scale x + left, scale y + top).
package struct ImageFit: Sendable, Equatable, Codable {
    package var scale: Double
    package var left: Double
    package var top: Double

    package static let identity = ImageFit(scale: 1, left: 0, top: 0)

    package init(scale: Double, left: Double, top: Double) {
        self.scale = scale
        self.left = left
        self.top = top
    }

    /// The largest fit that keeps the stored image's proportions, centred: the rest is border.
    package init(height: Int, width: Int, into shape: ImageShape) {
        scale = min(Double(shape.height) / Double(height), Double(shape.width) / Double(width))
        left = (Double(shape.width) - scale * Double(width)) / 2
        top = (Double(shape.height) - scale * Double(height)) / 2
    }
}
