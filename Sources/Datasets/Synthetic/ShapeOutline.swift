/// A shape at its place.
struct ShapeOutline {
    let kind: ShapeKind
    let x: Double
    let y: Double
    let radius: Double
    /// Where its own x axis points.
    let axis: (x: Double, y: Double)

    /// Any kind at any angle, its centre inside of the image.
    init(_ setting: SceneSetting, _ source: inout RandomSource) {
        kind = ShapeKind.allCases[source.next(below: ShapeKind.allCases.count)]
        radius = source.uniform(setting.radius)
        let margin = radius / 2
        x = source.uniform(margin...max(margin, Double(setting.width) - margin))
        y = source.uniform(margin...max(margin, Double(setting.height) - margin))
        axis = source.direction()
    }

    /// The pixels whose centre is inside, as positions in an image of this size, ascending.
    func pixels(height: Int, width: Int) -> [Int] {
        let reach = radius * ShapeKind.reach
        let rows = max(0, Int(y - reach))..<max(0, min(height, Int(y + reach) + 1))
        let columns = max(0, Int(x - reach))..<max(0, min(width, Int(x + reach) + 1))
        var result: [Int] = []
        for row in rows {
            for column in columns {
                let right = (Double(column) + 0.5 - x) / radius
                let down = (Double(row) + 0.5 - y) / radius
                let isInside = kind.contains(
                    right * axis.x + down * axis.y, down * axis.x - right * axis.y)
                if isInside { result.append(row * width + column) }
            }
        }
        return result
    }
}
