/// Turns stored pixels into network inputs, channel by channel: (pixel / maximumPixel − mean) / deviation.
package struct Normalization: Sendable, Equatable, Codable {
    package let maximumPixel: UInt8
    /// In units of full brightness, 0 to 1; one a channel.
    package let mean: [Double]
    /// Population standard deviation; 1 where a channel is constant.
    package let deviation: [Double]

    package init(maximumPixel: UInt8, mean: [Double], deviation: [Double]) {
        self.maximumPixel = maximumPixel
        self.mean = mean
        self.deviation = deviation.map { $0 > 0 && $0.isFinite ? $0 : 1 }
    }

    /// Over all pixels of the data set's training split, before any selection, so that jobs with different
    /// subsets see the same inputs. The sums are whole numbers: exact.
    package init(of data: ImageClassificationData) {
        let channels = data.shape.channels
        var histogram = [Int](repeating: 0, count: channels * 256)
        data.training.pixels.withUnsafeBufferPointer { pixels in
            histogram.withUnsafeMutableBufferPointer { histogram in
                var channel = 0
                for pixel in pixels {
                    histogram[channel &* 256 &+ Int(pixel)] &+= 1
                    channel &+= 1
                    if channel == channels { channel = 0 }
                }
            }
        }
        let count = Double(max(1, data.training.pixels.count / channels))
        let full = Double(data.maximumPixel)
        let moments = (0..<channels).map { channel in
            let bins = histogram[channel * 256..<(channel + 1) * 256].enumerated()
            let mean = Double(bins.reduce(0) { $0 + $1.offset * $1.element }) / count
            let square = Double(bins.reduce(0) { $0 + $1.offset * $1.offset * $1.element }) / count
            return (mean: mean / full, deviation: max(0, square - mean * mean).squareRoot() / full)
        }
        self.init(
            maximumPixel: data.maximumPixel, mean: moments.map(\.mean), deviation: moments.map(\.deviation))
    }

    /// The input for each stored value, [channels, 256].
    package var table: [Float] {
        zip(mean, deviation).flatMap { mean, deviation in
            (0..<256).map { Float((Double($0) / Double(maximumPixel) - mean) / deviation) }
        }
    }
}
