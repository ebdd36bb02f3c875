/// A scene in the making.
struct SceneCanvas {
    /// Tries to find a place that leaves the shapes drawn before visible.
    private static let placementTries = 10

    private let setting: SceneSetting
    /// H×W colours, 0 to 255, not yet rounded.
    private var colors: [SIMD3<Double>]
    /// H×W: 0 for the background, else the number of the foremost shape, from 1.
    private var owners: [Int]
    private var shapes: [(kind: ShapeKind, pixels: Int)] = []
    private var visible: [Int] = []

    init(_ setting: SceneSetting, _ source: inout RandomSource) {
        self.setting = setting
        let background = CloudTexture(height: setting.height, width: setting.width, &source)
        owners = [Int](repeating: 0, count: setting.height * setting.width)
        colors = owners.indices.map {
            background.color(row: $0 / setting.width, column: $0 % setting.width)
        }
    }

    /// Draws a shape before the others, or none where no place was found for it.
    mutating func addShape(_ source: inout RandomSource) {
        for _ in 0..<Self.placementTries {
            let outline = ShapeOutline(setting, &source)
            let texture = SurfaceTexture(&source)
            let pixels = outline.pixels(height: setting.height, width: setting.width)
            guard !pixels.isEmpty, let left = visibleBehind(pixels) else { continue }
            shapes.append((outline.kind, pixels.count))
            visible = left + [pixels.count]
            for pixel in pixels {
                owners[pixel] = shapes.count
                colors[pixel] = texture.color(row: pixel / setting.width, column: pixel % setting.width)
            }
            return
        }
    }

    mutating func addNoise(_ source: inout RandomSource) {
        for pixel in colors.indices {
            let red = source.nearlyNormal()
            let green = source.nearlyNormal()
            colors[pixel] += setting.noise * SIMD3(red, green, source.nearlyNormal())
        }
    }

    /// H×W×3.
    var pixels: [UInt8] {
        colors.flatMap { color in (0..<3).map { UInt8(min(255, max(0, color[$0].rounded()))) } }
    }

    /// H×W.
    var classes: [UInt8] {
        owners.map { $0 == 0 ? 0 : UInt8(shapes[$0 - 1].kind.rawValue + 1) }
    }

    var drawnShapes: [DrawnShape] {
        var extents = [(left: Int, top: Int, right: Int, bottom: Int)](
            repeating: (setting.width, setting.height, 0, 0), count: shapes.count)
        for (pixel, owner) in owners.enumerated() where owner > 0 {
            let (row, column) = pixel.quotientAndRemainder(dividingBy: setting.width)
            let old = extents[owner - 1]
            extents[owner - 1] = (
                min(old.left, column), min(old.top, row), max(old.right, column + 1), max(old.bottom, row + 1)
            )
        }
        return shapes.indices.map { shape in
            let extent = extents[shape]
            return DrawnShape(
                kind: shapes[shape].kind,
                box: LabelledBox(
                    x1: Double(extent.left), y1: Double(extent.top), x2: Double(extent.right),
                    y2: Double(extent.bottom), label: shapes[shape].kind.rawValue,
                    area: Double(visible[shape])),
                visiblePixels: visible[shape], allPixels: shapes[shape].pixels)
        }
    }

    /// The visible pixels of each shape if `pixels` were drawn over; nil if one would lose too many.
    private func visibleBehind(_ pixels: [Int]) -> [Int]? {
        var left = visible
        for pixel in pixels where owners[pixel] > 0 { left[owners[pixel] - 1] -= 1 }
        let isKept = left.indices.allSatisfy {
            left[$0] > 0 && Double(left[$0]) >= setting.leastVisible * Double(shapes[$0].pixels)
        }
        return isKept ? left : nil
    }
}
