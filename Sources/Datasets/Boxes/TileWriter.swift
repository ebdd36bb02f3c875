/// Draws tiles into one image of a batch, bilinear between the centres of stored pixels, normalised. What no tile covers
/// stays as it was: 0, which after normalisation is the training images' mean.
struct TileWriter {
    /// Of the network's input.
    let shape: ImageShape
    /// Normalised value = stored value × factor + offset, one pair a channel.
    let scales: [(factor: Float, offset: Float)]

    /// The stored pixels on both sides of an output pixel's centre, and the second one's weight.
    private struct Taps {
        let first: Int
        let second: Int
        let weight: Float
    }

    /// - Parameters: image: with the channels of `shape`; output: `shape.count` values.
    func write(_ image: PixelImage, _ tile: ImageTile, into output: UnsafeMutableBufferPointer<Float>) {
        let columns = covered(from: tile.window.left, to: tile.window.right, side: shape.width)
        let rows = covered(from: tile.window.top, to: tile.window.bottom, side: shape.height)
        let across = columns.map { taps(at: $0, offset: tile.fit.left, tile.fit.scale, image.shape.width) }
        image.pixels.withUnsafeBufferPointer { input in
            for row in rows {
                let down = taps(at: row, offset: tile.fit.top, tile.fit.scale, image.shape.height)
                for (taps, column) in zip(across, columns) {
                    let target = row * shape.width + (tile.isMirrored ? shape.width - 1 - column : column)
                    blend(input, width: image.shape.width, across: taps, down: down, into: output, at: target)
                }
            }
        }
    }

    @inline(__always)
    private func blend(
        _ input: UnsafeBufferPointer<UInt8>, width: Int, across: Taps, down: Taps,
        into output: UnsafeMutableBufferPointer<Float>, at target: Int
    ) {
        let channels = shape.channels
        let upper = down.first &* width
        let lower = down.second &* width
        for channel in 0..<channels {
            let value = { (pixel: Int) in Float(input[pixel &* channels &+ channel]) }
            let above = mixed(value(upper &+ across.first), value(upper &+ across.second), across.weight)
            let below = mixed(value(lower &+ across.first), value(lower &+ across.second), across.weight)
            let (factor, offset) = scales[channel]
            output[target &* channels &+ channel] = mixed(above, below, down.weight) * factor + offset
        }
    }

    @inline(__always)
    private func mixed(_ first: Float, _ second: Float, _ weight: Float) -> Float {
        first + (second - first) * weight
    }

    /// The pixels of a side whose centre lies in a stretch.
    private func covered(from start: Double, to end: Double, side: Int) -> Range<Int> {
        let limit = Double(side)
        let first = Int((min(max(start, 0), limit) - 0.5).rounded(.up))
        let last = Int((min(max(end, 0), limit) - 0.5).rounded(.up))
        return max(0, first)..<max(max(0, first), last)
    }

    private func taps(at position: Int, offset: Double, _ scale: Double, _ side: Int) -> Taps {
        let place = min(max((Double(position) + 0.5 - offset) / scale - 0.5, 0), Double(side - 1))
        let first = Int(place)
        return Taps(first: first, second: min(first + 1, side - 1), weight: Float(place - Double(first)))
    }
}
