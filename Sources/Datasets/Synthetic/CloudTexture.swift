/// A soft background: random colours on two lattices, bilinear between their points.
struct CloudTexture {
    private struct Lattice {
        let period: Int
        let columns: Int
        let colors: [SIMD3<Double>]

        init(height: Int, width: Int, period: Int, strength: Double, _ source: inout RandomSource) {
            self.period = period
            columns = width / period + 2
            colors = (0..<columns * (height / period + 2)).map { _ in source.color(-strength...strength) }
        }

        func color(row: Int, column: Int) -> SIMD3<Double> {
            let (top, down) = row.quotientAndRemainder(dividingBy: period)
            let (left, right) = column.quotientAndRemainder(dividingBy: period)
            let corner = top * columns + left
            let x = Double(right) / Double(period)
            let y = Double(down) / Double(period)
            let upper = colors[corner] * (1 - x) + colors[corner + 1] * x
            let lower = colors[corner + columns] * (1 - x) + colors[corner + columns + 1] * x
            return upper * (1 - y) + lower * y
        }
    }

    private let base: SIMD3<Double>
    private let coarse: Lattice
    private let fine: Lattice

    init(height: Int, width: Int, _ source: inout RandomSource) {
        base = source.color(60...195)
        coarse = Lattice(height: height, width: width, period: 16, strength: 50, &source)
        fine = Lattice(height: height, width: width, period: 4, strength: 25, &source)
    }

    func color(row: Int, column: Int) -> SIMD3<Double> {
        base + coarse.color(row: row, column: column) + fine.color(row: row, column: column)
    }
}
