/// An object to be found: corners in pixels of the network's input, and its class.
package struct ObjectBox: Sendable, Equatable {
    package var x1: Double
    package var y1: Double
    package var x2: Double
    package var y2: Double
    package var label: Int
    /// A crowd, or what nobody is to be judged by: the locations inside learn nothing.
    package var isIgnored: Bool

    package init(x1: Double, y1: Double, x2: Double, y2: Double, label: Int, isIgnored: Bool = false) {
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2
        self.label = label
        self.isIgnored = isIgnored
    }
}

extension ObjectBox {
    var size: AnchorSize { AnchorSize(width: x2 - x1, height: y2 - y1) }
    var centreX: Double { (x1 + x2) / 2 }
    var centreY: Double { (y1 + y2) / 2 }
    /// Whether it has an area, and corners that are numbers.
    var isProper: Bool { size.isProper && x1.isFinite && y1.isFinite }

    func contains(x: Double, y: Double) -> Bool { x >= x1 && x <= x2 && y >= y1 && y <= y2 }

    /// Intersection over union with a box of that size about (x, y).
    func overlap(_ size: AnchorSize, x: Double, y: Double) -> Double {
        let width = min(x2, x + size.width / 2) - max(x1, x - size.width / 2)
        let height = min(y2, y + size.height / 2) - max(y1, y - size.height / 2)
        guard width > 0, height > 0 else { return 0 }
        let common = width * height
        return common / (self.size.area + size.area - common)
    }
}
