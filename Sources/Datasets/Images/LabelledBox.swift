/// A box around an object, in pixels with the origin at the image's top left corner: x1 ≤ x < x2, y1 ≤ y < y2.
package struct LabelledBox: Sendable, Equatable {
    package var x1: Double
    package var y1: Double
    package var x2: Double
    package var y2: Double
    /// Position in the data set's classes.
    package var label: Int
    /// A box around many objects, as COCO marks them: it neither trains nor counts as missed.
    package var isCrowd: Bool
    /// As the annotation says it (COCO's size classes go by it), else width × height.
    package var area: Double

    package var width: Double { x2 - x1 }
    package var height: Double { y2 - y1 }

    package init(
        x1: Double, y1: Double, x2: Double, y2: Double, label: Int, isCrowd: Bool = false, area: Double? = nil
    ) {
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2
        self.label = label
        self.isCrowd = isCrowd
        self.area = area ?? max(0, x2 - x1) * max(0, y2 - y1)
    }
}
