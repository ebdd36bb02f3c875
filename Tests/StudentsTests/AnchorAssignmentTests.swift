import Foundation
import Testing
import Torch

@testable import Students

@Suite struct AnchorAssignmentTests {
    /// One scale of stride 8.
    private func assignment(
        _ rows: Int, _ columns: Int, _ sizes: [(Double, Double)], neighbours: Bool = false
    ) -> AnchorAssignment {
        let anchors = sizes.map { AnchorSize(width: $0.0, height: $0.1) }
        let grid = LocationGrid(stride: 8, rows: rows, columns: columns)
        return AnchorAssignment(scales: [AnchorScale(grid: grid, anchors: anchors)], neighbours: neighbours)
    }

    private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> ObjectBox {
        ObjectBox(x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2, label: 0)
    }

    private func objects(_ targets: [LocationTarget]) -> [Int: Int] {
        var found: [Int: Int] = [:]
        for (location, target) in targets.enumerated() {
            if case .object(let box) = target { found[location] = box }
        }
        return found
    }

    @Test func aBoxTakesTheBestAnchorInTheCellOfItsCentre() {
        // (14, 13) lies in row 1, column 1; 8×8 is the anchor, 16×16 overlaps in shape by a quarter only.
        let found = assignment(4, 4, [(8, 8), (16, 16)])([box(14, 13, 8, 8)])
        #expect(found.count == 32)
        #expect(objects(found) == [10: 0])
    }

    @Test func itTakesTheTwoNearestNeighboursToo() {
        // Right of and below the cell's middle (12, 12): columns 1 and 2, rows 1 and 2.
        let single = assignment(4, 4, [(8, 8)], neighbours: true)
        #expect(objects(single([box(14, 13, 8, 8)])) == [5: 0, 6: 0, 9: 0])
        // Left of and above it.
        #expect(objects(single([box(11, 9, 8, 8)])) == [5: 0, 4: 0, 1: 0])
        // In the middle there is no nearer side, and none beyond the edge.
        #expect(objects(single([box(12, 12, 8, 8)])) == [5: 0])
        #expect(objects(single([box(1, 1, 8, 8)])) == [0: 0])
        #expect(objects(single([box(31, 31, 8, 8)])) == [15: 0])
    }

    @Test func furtherAnchorsThatFitAreTaken() {
        // Shapes overlap by 256/288, 288/320 and 144/288.
        let found = assignment(2, 2, [(16, 16), (20, 16), (9, 16), (8, 16)])([box(4, 4, 18, 16)])
        #expect(objects(found) == [0: 0, 1: 0, 2: 0])
    }

    @Test func theBestOfAllScalesIsOne() {
        let scales = [8, 16].map { stride in
            AnchorScale(
                grid: LocationGrid(stride: stride, rows: 32 / stride, columns: 32 / stride),
                anchors: [AnchorSize(width: Double(stride), height: Double(stride))])
        }
        let assign = AnchorAssignment(scales: scales, neighbours: false)
        #expect(objects(assign([box(20, 12, 9, 9)])) == [6: 0])
        #expect(objects(assign([box(20, 12, 30, 30)])) == [17: 0])
        // 12×12 fits both with 64/144 and 144/256: the second alone is over a half, and best.
        #expect(objects(assign([box(20, 12, 12, 12)])) == [17: 0])
    }

    @Test func theBetterOverlapWinsALocation() {
        let assign = assignment(4, 4, [(8, 8)])
        // Middle (12, 12).
        #expect(objects(assign([box(14, 12, 8, 8), box(13, 12, 8, 8)])) == [5: 1])
        #expect(objects(assign([box(13, 12, 8, 8), box(14, 12, 8, 8)])) == [5: 0])
        // Equal ones: the first.
        #expect(objects(assign([box(13, 12, 8, 8), box(13, 12, 8, 8)])) == [5: 0])
    }

    @Test func aBoxsBestAnchorGoesBeforeAnothersFurtherOne() {
        // Box 0 is best at 8×8 and fits 8×12 (64/96) in place by 64/96; box 1, 10×20, is best at 8×12 (96/200).
        let assign = assignment(4, 4, [(8, 8), (8, 12)])
        #expect(objects(assign([box(12, 12, 8, 8)])) == [10: 0, 11: 0])
        #expect(objects(assign([box(12, 12, 8, 8), box(12, 12, 10, 20)])) == [10: 0, 11: 1])
    }

    @Test func whatOverlapsWellUnassignedIsIgnored() {
        // Anchors of 64×64 a cell to the side overlap by 3584/4608 = 0.78, across a corner by 3136/5056 = 0.62.
        let found = assignment(9, 9, [(64, 64)])([box(36, 36, 64, 64)])
        let ignored = found.indices.filter { found[$0] == .ignored }
        #expect(found[40] == .object(0))
        #expect(ignored == [31, 39, 41, 49])
        #expect(found.filter { $0 == .background }.count == 76)
    }

    @Test func locationsInABoxToBeIgnoredLearnNothing() {
        let crowd = ObjectBox(x1: 0, y1: 0, x2: 16, y2: 16, label: 0, isIgnored: true)
        let found = assignment(3, 3, [(8, 8)])([crowd, box(12, 12, 8, 8)])
        #expect(found[0] == .ignored && found[1] == .ignored && found[3] == .ignored)
        #expect(found[4] == .object(1))
        #expect([2, 5, 6, 7, 8].allSatisfy { found[$0] == .background })
    }

    @Test func boxesWithoutAnAreaOrOutsideDoNoHarm() {
        let assign = assignment(3, 3, [(8, 8)], neighbours: true)
        let strange = [
            box(12, 12, 0, 8), box(.nan, 3, 4, 4), box(3, 3, .infinity, 4), box(4, 4, -3, 2),
        ]
        #expect(assign(strange).allSatisfy { $0 == .background })
        // The nearest cell to a centre outside.
        #expect(objects(assign([box(1e9, -50, 8, 8)]))[2] == 0)
    }

    /// Boxes of sizes that the anchors stand for, anywhere in the image.
    private func randomBoxes(_ count: Int, height: Double, width: Double, seed: UInt64) throws -> [ObjectBox]
    {
        let draws = try Tensor.uniform([count, 4], type: .float64, random: RandomSource(seed: seed)).doubles()
        return (0..<count).map { index in
            let side = 8 * exp2(3.5 * draws[4 * index])
            let aspect = exp2(2 * draws[4 * index + 1] - 1)
            return box(
                width * draws[4 * index + 2], height * draws[4 * index + 3], side * aspect.squareRoot(),
                side / aspect.squareRoot())
        }
    }

    @Test(arguments: [AnchorScale.Decoding.bounded, .exponential])
    func everyBoxHasItsBestLocationUnlessBeatenThere(_ decoding: AnchorScale.Decoding) throws {
        let scales = scales()
        let assign = AnchorAssignment(scales: scales, neighbours: decoding == .bounded)
        for seed in 1...20 {
            let boxes = try randomBoxes(12, height: 120, width: 160, seed: UInt64(seed))
            let found = assign(boxes)
            for (index, box) in boxes.enumerated() where !found.contains(.object(index)) {
                // Where its best anchor stands another box has its own best one.
                let (scale, anchor) = try #require(
                    scales.indices.flatMap { scale in (0..<3).map { (scale, $0) } }.max {
                        box.size.overlap(scales[$0.0].anchors[$0.1])
                            < box.size.overlap(scales[$1.0].anchors[$1.1])
                    })
                let cell = scales[scale].grid.cell(x: box.centreX, y: box.centreY)
                let offset = scales[..<scale].reduce(0) { $0 + $1.locations }
                let location =
                    offset + scales[scale].location(row: cell.row, column: cell.column, anchor: anchor)
                guard case .object(let winner) = found[location] else {
                    Issue.record("box \(index) of seed \(seed) has no location, and nobody took it")
                    continue
                }
                let (x, y) = scales[scale].grid.centre(row: cell.row, column: cell.column)
                let size = scales[scale].anchors[anchor]
                #expect(boxes[winner].overlap(size, x: x, y: y) >= box.overlap(size, x: x, y: y))
            }
        }
    }

    @Test(arguments: [AnchorScale.Decoding.bounded, .exponential])
    func theOutputAtALocationCanBeItsBox(_ decoding: AnchorScale.Decoding) throws {
        let scales = scales()
        let assign = AnchorAssignment(scales: scales, neighbours: decoding == .bounded)
        let boxes = try randomBoxes(40, height: 120, width: 160, seed: 3)
        let found = assign(boxes)
        var offset = 0
        var checked = 0
        for scale in scales {
            // [1, 3 · 6, rows, columns]
            var map = [Double](repeating: 0, count: 18 * scale.grid.cells)
            var expected: [(location: Int, box: ObjectBox)] = []
            for local in 0..<scale.locations {
                guard case .object(let index) = found[offset + local] else { continue }
                let box = boxes[index]
                let (cell, anchor) = (local / 3, local % 3)
                let size = scale.anchors[anchor]
                let column = Double(cell % scale.grid.columns)
                let row = Double(cell / scale.grid.columns)
                let outputs = inverse(
                    decoding, x: box.centreX / Double(scale.grid.stride) - column,
                    y: box.centreY / Double(scale.grid.stride) - row, width: box.size.width / size.width,
                    height: box.size.height / size.height)
                for (entry, value) in outputs.enumerated() {
                    #expect(value.isFinite, "\(box) at \(cell), \(size)")
                    map[(anchor * 6 + entry) * scale.grid.cells + cell] = value
                }
                expected.append((local, box))
            }
            let tensor = try Tensor(map, shape: [1, 18, scale.grid.rows, scale.grid.columns])
            let decoded = try scale.decoded(tensor, decoding).doubles()
            for (location, box) in expected {
                let corners = Array(decoded[6 * location..<6 * location + 4])
                #expect(largestDistance(corners, [box.x1, box.y1, box.x2, box.y2]) < 1e-9)
            }
            checked += expected.count
            offset += scale.locations
        }
        #expect(checked > 40)
    }

    private func scales() -> [AnchorScale] {
        zip([8, 16], [0, 3]).map { stride, first in
            AnchorScale(
                grid: LocationGrid(stride: stride, rows: (120 + stride - 1) / stride, columns: 160 / stride),
                anchors: Array(SpatialStudents.anchors[first..<first + 3]))
        }
    }

    /// The outputs that stand for a centre (in cells from the cell's corner) and a size (in anchors).
    private func inverse(
        _ decoding: AnchorScale.Decoding, x: Double, y: Double, width: Double, height: Double
    ) -> [Double] {
        func logit(_ p: Double) -> Double { log(p / (1 - p)) }
        return switch decoding {
        case .bounded:
            [
                logit((x + 0.5) / 2), logit((y + 0.5) / 2), logit(width.squareRoot() / 2),
                logit(height.squareRoot() / 2),
            ]
        case .exponential: [logit(x), logit(y), log(width), log(height)]
        }
    }
}
