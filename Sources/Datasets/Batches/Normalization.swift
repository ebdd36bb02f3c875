/// Turns stored pixels into network inputs, channel by channel: (pixel / maximumPixel − mean) / deviation.
package struct Normalization: Sendable, Equatable, Codable {
    /// The pixel value that means full brightness.
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
        var histogram = PixelHistogram(channels: data.shape.channels)
        histogram.add(data.training.pixels)
        self.init(of: histogram, maximumPixel: data.maximumPixel)
    }

    /// Over all pixels of up to 256 images, evenly spaced in the list; each pixel counts alike, also where images have
    /// different size. - Throws: `invalidChoice` if there are none, `malformed` if their channels differ, and what
    /// reading them throws.
    package init(sampling images: [ImageSource]) throws(DatasetError) {
        let count = min(images.count, Self.sampleSize)
        var histogram: PixelHistogram?
        for position in 0..<count {
            let source = images[position * images.count / count]
            let image = try source.load()
            var grown = histogram ?? PixelHistogram(channels: image.shape.channels)
            histogram = nil
            guard grown.channels == image.shape.channels else {
                throw .malformed(
                    file: source.name, found: "\(image.shape.channels) channels",
                    allowed: "\(grown.channels), as the images before it have")
            }
            grown.add(image.pixels)
            histogram = grown
        }
        guard let histogram else {
            throw .invalidChoice(name: "the number of images", found: "0", allowed: "at least 1")
        }
        self.init(of: histogram, maximumPixel: 255)
    }

    private static let sampleSize = 256

    private init(of histogram: PixelHistogram, maximumPixel: UInt8) {
        let full = Double(maximumPixel)
        let moments = histogram.moments
        self.init(
            maximumPixel: maximumPixel, mean: moments.map { $0.mean / full },
            deviation: moments.map { $0.variance.squareRoot() / full })
    }

    /// The input for each stored value, [channels, 256].
    package var table: [Float] {
        zip(mean, deviation).flatMap { mean, deviation in
            (0..<256).map { Float((Double($0) / Double(maximumPixel) - mean) / deviation) }
        }
    }
}
