/// Mean, deviation (biased) and standardised third moment of a list of numbers.
package struct Moments: Sendable, Equatable {
    package var mean = 0.0
    package var deviation = 0.0
    package var skewness = 0.0

    package init(_ values: [Double]) {
        guard !values.isEmpty else { return }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        var second = 0.0
        var third = 0.0
        for value in values {
            let difference = value - mean
            second += difference * difference
            third += difference * difference * difference
        }
        self.mean = mean
        deviation = (second / count).squareRoot()
        // Below rounding of the mean the third moment is noise.
        guard deviation > 1e-9 * max(1, abs(mean)) else { return }
        skewness = third / count / (deviation * deviation * deviation)
    }
}
