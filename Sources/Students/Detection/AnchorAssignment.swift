/// Which locations of a network with anchors learn which boxes.
///
/// A box claims, in the cell of its centre, the anchor whose shape fits it best (over all scales) and every other whose
/// shape fits with an intersection over union of at least `fit`. Where the decoding reaches into neighbours it also
/// claims the two cells that its centre is nearest to, as YOLOv5 does: three times the locations that learn a box, which
/// helps where boxes are few. A box's best anchor goes before claims of other kinds, then the larger overlap of the
/// anchor in place, then the box that comes first.
///
/// What nobody got is ignored where its anchor in place overlaps a box by at least `nearMiss` (Redmon & Farhadi 2018:
/// it is too good to be called wrong) or where its cell's middle lies in a box to be ignored. All else is background.
struct AnchorAssignment: Sendable {
    let scales: [AnchorScale]
    let neighbours: Bool
    var fit = 0.5
    var nearMiss = 0.7

    private struct Claim {
        var box: Int
        var isBest: Bool
        var overlap: Double

        func goesBefore(_ other: Claim) -> Bool {
            isBest == other.isBest ? overlap > other.overlap : isBest
        }
    }

    func callAsFunction(_ boxes: [ObjectBox]) -> [LocationTarget] {
        var claims = [Claim?](repeating: nil, count: scales.reduce(0) { $0 + $1.locations })
        for (index, box) in boxes.enumerated() where box.isProper && !box.isIgnored {
            claim(index, box, &claims)
        }
        let proper = boxes.filter(\.isProper)
        let objects = proper.filter { !$0.isIgnored }
        let ignored = proper.filter(\.isIgnored)
        var targets: [LocationTarget] = []
        targets.reserveCapacity(claims.count)
        for scale in scales {
            for row in 0..<scale.grid.rows {
                for column in 0..<scale.grid.columns {
                    let (x, y) = scale.grid.centre(row: row, column: column)
                    let isInside = ignored.contains { $0.contains(x: x, y: y) }
                    for anchor in scale.anchors {
                        if let claim = claims[targets.count] {
                            targets.append(.object(claim.box))
                        } else if isInside
                            || objects.contains(where: { $0.overlap(anchor, x: x, y: y) >= nearMiss })
                        {
                            targets.append(.ignored)
                        } else {
                            targets.append(.background)
                        }
                    }
                }
            }
        }
        return targets
    }

    private func claim(_ index: Int, _ box: ObjectBox, _ claims: inout [Claim?]) {
        let fits = scales.map { scale in scale.anchors.map { box.size.overlap($0) } }
        let best = fits.joined().max() ?? 0
        var bestIsFound = false
        var offset = 0
        for (scale, fits) in zip(scales, fits) {
            let centre = scale.grid.cell(x: box.centreX, y: box.centreY)
            for (anchor, value) in fits.enumerated() {
                let isBest = value == best && !bestIsFound
                guard isBest || value >= fit else { continue }
                if isBest { bestIsFound = true }
                for (row, column) in cells(about: centre, of: box, scale.grid) {
                    let (x, y) = scale.grid.centre(row: row, column: column)
                    let claim = Claim(
                        box: index, isBest: isBest && (row, column) == centre,
                        overlap: box.overlap(scale.anchors[anchor], x: x, y: y))
                    let location = offset + scale.location(row: row, column: column, anchor: anchor)
                    if claims[location].map({ claim.goesBefore($0) }) ?? true { claims[location] = claim }
                }
            }
            offset += scale.locations
        }
    }

    /// The centre's cell, and the neighbours on the sides that the centre is nearer to.
    private func cells(
        about centre: (row: Int, column: Int), of box: ObjectBox, _ grid: LocationGrid
    ) -> [(row: Int, column: Int)] {
        guard neighbours else { return [centre] }
        let middle = grid.centre(row: centre.row, column: centre.column)
        func side(_ position: Double, _ middle: Double) -> Int {
            position < middle ? -1 : position > middle ? 1 : 0
        }
        let (row, column) = centre
        let next = [
            (row, column + side(box.centreX, middle.x)), (row + side(box.centreY, middle.y), column),
        ]
        return [centre]
            + next.filter { cell in
                cell != centre && (0..<grid.rows).contains(cell.0) && (0..<grid.columns).contains(cell.1)
            }
    }
}
