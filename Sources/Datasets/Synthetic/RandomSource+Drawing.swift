/// What drawing needs; only operations that IEEE 754 fixes to the last bit, so that scenes are the same everywhere.
extension RandomSource {
    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * nextUnit()
    }

    /// Nearly normal, mean 0 and deviation 1: the sum of four uniform numbers of 16 bits (Irwin-Hall), never beyond
    /// ±3.47.
    mutating func nearlyNormal() -> Double {
        let bits = next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        // The sum has mean 2 · 65535 and variance 4 · (65536² − 1) / 12.
        return (Double(sum) - 131_070) / 37_837.22717
    }

    /// A point of the unit circle.
    mutating func direction() -> (x: Double, y: Double) {
        while true {
            let x = uniform(-1...1)
            let y = uniform(-1...1)
            let square = x * x + y * y
            guard square > 0.01, square <= 1 else { continue }
            let length = square.squareRoot()
            return (x / length, y / length)
        }
    }

    /// Red, green and blue in 0 ... 255.
    mutating func color(_ range: ClosedRange<Double>) -> SIMD3<Double> {
        let red = uniform(range)
        let green = uniform(range)
        return SIMD3(red, green, uniform(range))
    }
}
