/// Writes one image into a batch. Its three buffers belong to the caller and are used during `write` only;
/// their sizes are `shape.count`, `shape.count` and 256 × channels.
struct ImageWriter {
    let input: UnsafeBufferPointer<UInt8>
    let output: UnsafeMutableBufferPointer<Float>
    let table: UnsafeBufferPointer<Float>
    let shape: ImageShape

    func write(_ placement: Placement) {
        if placement.isInPlace {
            copy(from: 0, to: 0, pixels: shape.height * shape.width)
        } else {
            for row in 0..<shape.height { writeRow(row, placement) }
        }
        guard let (rows, columns) = placement.hidden else { return }
        for row in rows {
            let start = (row * shape.width + columns.lowerBound) * shape.channels
            output[start..<start + columns.count * shape.channels].update(repeating: 0)
        }
    }

    private func writeRow(_ row: Int, _ placement: Placement) {
        let width = shape.width
        let sourceRow = row + placement.rows
        let isInside = (0..<shape.height).contains(sourceRow)
        for column in 0..<width {
            let sourceColumn = (placement.isMirrored ? width - 1 - column : column) + placement.columns
            let target = row * width + column
            if isInside, sourceColumn >= 0, sourceColumn < width {
                copy(from: sourceRow * width + sourceColumn, to: target, pixels: 1)
            } else {
                for channel in 0..<shape.channels {
                    output[target * shape.channels + channel] = table[channel * 256]
                }
            }
        }
    }

    @inline(__always)
    private func copy(from source: Int, to target: Int, pixels: Int) {
        let channels = shape.channels
        var from = source &* channels
        var to = target &* channels
        for _ in 0..<pixels {
            for channel in 0..<channels {
                output[to &+ channel] = table[channel &* 256 &+ Int(input[from &+ channel])]
            }
            from &+= channels
            to &+= channels
        }
    }
}
