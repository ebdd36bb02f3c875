/// What kind of scenes are drawn.
package struct SceneSetting: Sendable, Equatable {
    /// Pixels, as the width.
    package var height: Int
    package var width: Int
    /// How many shapes a scene is to have; one that finds no place is left out.
    package var shapes: ClosedRange<Int>
    /// In pixels; see ``ShapeKind`` for what a radius means.
    package var radius: ClosedRange<Double>
    /// Deviation of the noise that lies over all, in steps of 255.
    package var noise: Double
    /// Share of each shape that those drawn after it must leave visible.
    package var leastVisible: Double

    package init(
        height: Int, width: Int, shapes: ClosedRange<Int>, radius: ClosedRange<Double>, noise: Double,
        leastVisible: Double
    ) {
        self.height = height
        self.width = width
        self.shapes = shapes
        self.radius = radius
        self.noise = noise
        self.leastVisible = leastVisible
    }
}
