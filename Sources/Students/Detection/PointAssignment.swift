/// Which locations of an anchor-free network learn which boxes (Tian et al. 2019, with centre sampling).
///
/// A cell's middle learns a box that it lies in, not further than 1.5 strides from the box's centre in x and in y,
/// where the farthest of the box's four sides is within the scale's range; the smallest of several boxes. A box that no
/// middle qualifies for (one smaller than a cell) takes the cell of its centre on the scale of half its longer side,
/// unless another box has it. Where the middle lies in a box to be ignored, and in no box that it learns, it is ignored.
struct PointAssignment: Sendable {
    struct Scale: Sendable {
        let grid: LocationGrid
        /// Distances to a box's farthest side, in pixels.
        let range: Range<Double>
    }

    let scales: [Scale]
    var radius = 1.5

    func callAsFunction(_ boxes: [ObjectBox]) -> [LocationTarget] {
        var owners = [Int?](repeating: nil, count: scales.reduce(0) { $0 + $1.grid.cells })
        let objects = boxes.indices.filter { boxes[$0].isProper && !boxes[$0].isIgnored }
        // The smallest first, so that the first to come stays.
        let ordered = objects.sorted { (boxes[$0].size.area, $0) < (boxes[$1].size.area, $1) }
        var without: [Int] = []
        for index in ordered {
            let candidates = candidates(boxes[index])
            if candidates.isEmpty { without.append(index) }
            for location in candidates where owners[location] == nil { owners[location] = index }
        }
        for index in without {
            let location = nearest(boxes[index])
            if owners[location] == nil { owners[location] = index }
        }
        return targets(owners, ignored: boxes.filter { $0.isProper && $0.isIgnored })
    }

    private func targets(_ owners: [Int?], ignored: [ObjectBox]) -> [LocationTarget] {
        var targets: [LocationTarget] = []
        targets.reserveCapacity(owners.count)
        for scale in scales {
            for row in 0..<scale.grid.rows {
                for column in 0..<scale.grid.columns {
                    let (x, y) = scale.grid.centre(row: row, column: column)
                    if let owner = owners[targets.count] {
                        targets.append(.object(owner))
                    } else {
                        let isInside = ignored.contains { $0.contains(x: x, y: y) }
                        targets.append(isInside ? .ignored : .background)
                    }
                }
            }
        }
        return targets
    }

    /// The locations that qualify for a box.
    private func candidates(_ box: ObjectBox) -> [Int] {
        var found: [Int] = []
        var offset = 0
        for scale in scales {
            let grid = scale.grid
            let reach = radius * Double(grid.stride)
            let first = grid.cell(x: box.centreX - reach, y: box.centreY - reach)
            let last = grid.cell(x: box.centreX + reach, y: box.centreY + reach)
            for row in first.row...last.row {
                for column in first.column...last.column {
                    let (x, y) = grid.centre(row: row, column: column)
                    let distances = [x - box.x1, y - box.y1, box.x2 - x, box.y2 - y]
                    guard let nearest = distances.min(), let farthest = distances.max(), nearest > 0,
                        scale.range.contains(farthest), abs(x - box.centreX) <= reach,
                        abs(y - box.centreY) <= reach
                    else { continue }
                    found.append(offset + row * grid.columns + column)
                }
            }
            offset += grid.cells
        }
        return found
    }

    private func nearest(_ box: ObjectBox) -> Int {
        let half = max(box.size.width, box.size.height) / 2
        var offset = 0
        for scale in scales {
            if scale.range.contains(half) {
                let (row, column) = scale.grid.cell(x: box.centreX, y: box.centreY)
                return offset + row * scale.grid.columns + column
            }
            offset += scale.grid.cells
        }
        return 0
    }
}
