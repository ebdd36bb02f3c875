import Torch

/// The cells of one scale, row by row: a cell for each `stride` × `stride` pixels.
struct LocationGrid: Sendable {
    let stride: Int
    let rows: Int
    let columns: Int

    init(stride: Int, rows: Int, columns: Int) {
        self.stride = stride
        self.rows = rows
        self.columns = columns
    }

    /// The grid over an image: the last row and column may stand over its edge.
    init(stride: Int, shape: StudentShape) {
        self.init(
            stride: stride, rows: (shape.height + stride - 1) / stride,
            columns: (shape.width + stride - 1) / stride)
    }

    /// The grid of a map `[batch, channels, rows, columns]`.
    init(stride: Int, map: Tensor) {
        let shape = map.shape
        self.init(stride: stride, rows: shape[2], columns: shape[3])
    }

    var cells: Int { rows * columns }

    /// The middle of a cell, in pixels.
    func centre(row: Int, column: Int) -> (x: Double, y: Double) {
        ((Double(column) + 0.5) * Double(stride), (Double(row) + 0.5) * Double(stride))
    }

    /// The cell that holds a point, or the nearest one to a point outside.
    func cell(x: Double, y: Double) -> (row: Int, column: Int) {
        func index(_ position: Double, _ count: Int) -> Int {
            Int(min(max(position / Double(stride), 0), Double(count - 1)))
        }
        return (index(y, rows), index(x, columns))
    }

    /// The cells' middles in pixels `[1, cells · repeats, 2]`, x before y, each `repeats` times.
    func centres(repeats: Int = 1, like other: Tensor) throws -> Tensor {
        var values: [Double] = []
        values.reserveCapacity(2 * cells * repeats)
        for row in 0..<rows {
            for column in 0..<columns {
                let (x, y) = centre(row: row, column: column)
                for _ in 0..<repeats { values += [x, y] }
            }
        }
        return try Tensor(values, shape: [1, cells * repeats, 2]).to(type: other.type)
            .to(device: other.device)
    }
}
