/// The size of one image. Pixels lie in rows, the channels of a pixel side by side (H×W×C).
package struct ImageShape: Hashable, Sendable, CustomStringConvertible {
    package let channels: Int
    package let height: Int
    package let width: Int

    package init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// Values an image.
    package var count: Int { channels * height * width }

    /// As `28×28×1`: height, width, channels.
    package var description: String { "\(height)×\(width)×\(channels)" }
}
