/// How often each value occurs in each channel. Whole numbers: what is computed from them is exact.
struct PixelHistogram {
    let channels: Int
    /// [channels, 256]
    private var counts: [Int]

    init(channels: Int) {
        self.channels = channels
        counts = [Int](repeating: 0, count: channels * 256)
    }

    /// - Parameter pixels: the channels of a pixel side by side.
    mutating func add(_ pixels: [UInt8]) {
        let channels = channels
        pixels.withUnsafeBufferPointer { pixels in
            counts.withUnsafeMutableBufferPointer { counts in
                var channel = 0
                for pixel in pixels {
                    counts[channel &* 256 &+ Int(pixel)] &+= 1
                    channel &+= 1
                    if channel == channels { channel = 0 }
                }
            }
        }
    }

    /// By channel; the variance is the population's.
    var moments: [(mean: Double, variance: Double)] {
        (0..<channels).map { channel in
            let bins = counts[channel * 256..<(channel + 1) * 256]
            let count = Double(max(1, bins.reduce(0, +)))
            let mean = Double(bins.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / count
            let square =
                Double(bins.enumerated().reduce(0) { $0 + $1.offset * $1.offset * $1.element }) / count
            return (mean, max(0, square - mean * mean))
        }
    }
}
