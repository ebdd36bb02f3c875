import Torch

/// One scale of a network with anchors: locations are the grid's cells row by row, and the anchors within each.
struct AnchorScale: Sendable {
    /// How four outputs t become a box at a cell with an anchor.
    enum Decoding: Sendable {
        /// Centre (2 σ(t) − ½ + cell) · stride, size (2 σ(t))² · anchor, as in YOLOv5: the centre reaches half a cell
        /// into the neighbours, and no output, however wild, is more than four anchors wide: losses on overlaps stay
        /// finite from the first step.
        case bounded
        /// Centre (σ(t) + cell) · stride, size eᵗ · anchor (Redmon & Farhadi 2018), with t at most log(1000 / 16).
        case exponential
    }

    let grid: LocationGrid
    let anchors: [AnchorSize]

    var locations: Int { grid.cells * anchors.count }

    func location(row: Int, column: Int, anchor: Int) -> Int {
        (row * grid.columns + column) * anchors.count + anchor
    }

    /// `[batch, anchors · (5 + classes), rows, columns]` → `[batch, rows · columns · anchors, 5 + classes]` with
    /// corners in pixels, for a map of any size.
    func decoded(_ map: Tensor, _ decoding: Decoding) throws -> Tensor {
        let shape = map.shape
        let grid = LocationGrid(stride: grid.stride, map: map)
        let entries = shape[1] / anchors.count
        // The batch size follows from the others: a traced network takes batches of any size.
        let values = try map.permuted([0, 2, 3, 1]).reshaped([-1, grid.cells * anchors.count, entries])
        let middle = try grid.centres(repeats: anchors.count, like: map)
        let sizes = try sizes(cells: grid.cells, like: map)
        let (place, extent) = (try values.narrowed(2, 0, 2), try values.narrowed(2, 2, 2))
        let stride = Double(grid.stride)
        let centre: Tensor
        let half: Tensor
        switch decoding {
        case .bounded:
            // (2 σ − ½ + cell) · stride, from the cell's middle.
            centre = try (place.sigmoid() - 0.5) * (2 * stride) + middle
            half = try extent.sigmoid().square() * (sizes * 2)
        case .exponential:
            centre = try (place.sigmoid() - 0.5) * stride + middle
            half = try extent.clamped(max: Self.largestExponent).exp() * (sizes / 2)
        }
        let rest = try values.narrowed(2, 4, entries - 4)
        return try Tensor.concatenated([centre - half, centre + half, rest], 2)
    }

    /// log(1000 / 16), as in Detectron.
    private static let largestExponent = 4.135166556742356

    /// `[1, cells · anchors, 2]`
    private func sizes(cells: Int, like other: Tensor) throws -> Tensor {
        let values = try Tensor(anchors.flatMap { [$0.width, $0.height] }, shape: [1, anchors.count, 2])
        return try values.expanded([cells, anchors.count, 2]).reshaped([1, -1, 2]).to(type: other.type)
            .to(device: other.device)
    }
}
