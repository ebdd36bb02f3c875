/// A box that a student answered, in pixels with the origin at the image's top left corner.
package struct DetectedBox: Codable, Sendable, Equatable {
    package var x1: Double
    package var y1: Double
    package var x2: Double
    package var y2: Double
    /// The more the surer; any scale.
    package var score: Double
    /// Position in the data set's classes.
    package var label: Int

    package init(x1: Double, y1: Double, x2: Double, y2: Double, score: Double, label: Int) {
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2
        self.score = score
        self.label = label
    }

    var extent: BoxExtent { BoxExtent(x1: x1, y1: y1, x2: x2, y2: y2) }
}
