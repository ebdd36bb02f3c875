/// A box that should be found, in pixels with the origin at the image's top left corner.
package struct GroundTruthBox: Codable, Sendable, Equatable {
    package var x1: Double
    package var y1: Double
    package var x2: Double
    package var y2: Double
    /// Position in the data set's classes.
    package var label: Int
    /// A box around many objects: finding it any number of times is neither right nor wrong.
    package var isCrowd: Bool
    /// As the annotation says it, in pixels: the object's, which may be less than the box's. It decides the size class.
    package var area: Double

    package init(
        x1: Double, y1: Double, x2: Double, y2: Double, label: Int, isCrowd: Bool = false, area: Double? = nil
    ) {
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2
        self.label = label
        self.isCrowd = isCrowd
        self.area = area ?? (x2 - x1) * (y2 - y1)
    }

    var extent: BoxExtent { BoxExtent(x1: x1, y1: y1, x2: x2, y2: y2) }
}
