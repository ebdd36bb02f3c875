/// A window of a resized image, which may be mirrored and may reach beyond the image. The same for an image and its
/// mask: they stay aligned.
struct Resampling {
    private let rows: AxisSampling
    private let columns: AxisSampling
    private let storedWidth: Int

    init(rows: AxisSampling, columns: AxisSampling, storedWidth: Int) {
        self.rows = rows
        self.columns = columns
        self.storedWidth = storedWidth
    }

    /// The whole image in another size.
    init(height: Int, width: Int, toHeight: Int, toWidth: Int) {
        self.init(
            rows: AxisSampling(stored: height, resized: toHeight),
            columns: AxisSampling(stored: width, resized: toWidth), storedWidth: width)
    }

    /// Bilinear, rounded; black (0) outside. - Parameter pixels: stored H×W×C. - Returns: H×W×C of the window.
    func bilinear(_ pixels: [UInt8], channels: Int) -> [UInt8] {
        let height = rows.blends.count
        let width = columns.blends.count
        return [UInt8](unsafeUninitializedCapacity: height * width * channels) { output, filled in
            filled = height * width * channels
            output.initialize(repeating: 0)
            pixels.withUnsafeBufferPointer { input in
                for (row, vertical) in rows.blends.enumerated() {
                    guard let vertical else { continue }
                    let upper = vertical.first * storedWidth
                    let lower = vertical.second * storedWidth
                    for (column, horizontal) in columns.blends.enumerated() {
                        guard let horizontal else { continue }
                        let target = (row * width + column) * channels
                        for channel in 0..<channels {
                            let above = Self.mixed(
                                input[(upper + horizontal.first) * channels + channel],
                                input[(upper + horizontal.second) * channels + channel], horizontal.weight)
                            let below = Self.mixed(
                                input[(lower + horizontal.first) * channels + channel],
                                input[(lower + horizontal.second) * channels + channel], horizontal.weight)
                            let value = above + (below - above) * vertical.weight
                            output[target + channel] = UInt8(value + 0.5)
                        }
                    }
                }
            }
        }
    }

    /// Nearest; void outside. - Parameter classes: stored H×W. - Returns: H×W of the window.
    func nearest(_ classes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(rows.nearest.count * columns.nearest.count)
        for row in rows.nearest {
            for column in columns.nearest {
                if let row, let column {
                    result.append(classes[row * storedWidth + column])
                } else {
                    result.append(ClassMask.void)
                }
            }
        }
        return result
    }

    @inline(__always)
    private static func mixed(_ first: UInt8, _ second: UInt8, _ weight: Float) -> Float {
        Float(first) + (Float(second) - Float(first)) * weight
    }
}
