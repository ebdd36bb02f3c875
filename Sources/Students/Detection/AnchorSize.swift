/// A box size that boxes of the data have, in pixels of the network's input.
package struct AnchorSize: Sendable, Equatable {
    package var width: Double
    package var height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    package var area: Double { width * height }

    var isProper: Bool { width > 0 && height > 0 && width.isFinite && height.isFinite }

    /// Intersection over union with another size, both boxes about one centre.
    func overlap(_ other: AnchorSize) -> Double {
        let common = min(width, other.width) * min(height, other.height)
        return common / (area + other.area - common)
    }
}
