/// The surface of a shape: two colours in a pattern, or one.
struct SurfaceTexture {
    enum Pattern: CaseIterable {
        case plain, stripes, checks, dots
    }

    let pattern: Pattern
    let base: SIMD3<Double>
    let other: SIMD3<Double>
    /// Pixels.
    let period: Double
    let axis: (x: Double, y: Double)

    init(_ source: inout RandomSource) {
        pattern = Pattern.allCases[source.next(below: Pattern.allCases.count)]
        base = source.color(20...235)
        let change = source.color(-60...60)
        other = base + change
        period = source.uniform(4...8)
        axis = source.direction()
    }

    func color(row: Int, column: Int) -> SIMD3<Double> {
        let x = (Double(column) * axis.x + Double(row) * axis.y) / period
        let y = (Double(row) * axis.x - Double(column) * axis.y) / period
        let isOther =
            switch pattern {
            case .plain: false
            case .stripes: fraction(x) < 0.5
            case .checks: (fraction(x) < 0.5) != (fraction(y) < 0.5)
            case .dots: square(fraction(x) - 0.5) + square(fraction(y) - 0.5) < 0.1
            }
        return isOther ? other : base
    }

    private func fraction(_ value: Double) -> Double { value - value.rounded(.down) }

    private func square(_ value: Double) -> Double { value * value }
}
