import Foundation
import Testing
import Torch

@testable import Students

@Suite struct PointAssignmentTests {
    private static let ranges = [0..<64, 64..<128, 128..<Double.infinity]

    private let assign = PointAssignment(
        scales: zip([8, 16, 32], Self.ranges).map { stride, range in
            .init(
                grid: LocationGrid(stride: stride, rows: 256 / stride, columns: 256 / stride), range: range)
        })

    private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> ObjectBox {
        ObjectBox(x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2, label: 0)
    }

    private func locations(_ targets: [LocationTarget], of box: Int) -> [Int] {
        targets.indices.filter { targets[$0] == .object(box) }
    }

    @Test func aBoxTakesTheMiddlesNearItsCentre() {
        // About (20, 20) with a reach of 12: the middles 12, 20, 28 in both directions, rows and columns 1 to 3.
        let found = assign([box(20, 20, 40, 40)])
        #expect(found.count == 32 * 32 + 16 * 16 + 8 * 8)
        #expect(locations(found, of: 0) == [33, 34, 35, 65, 66, 67, 97, 98, 99])
        // A narrow one: only the column of middles that lie inside.
        #expect(locations(assign([box(20, 20, 6, 40)]), of: 0) == [34, 66, 98])
    }

    @Test func itsSizeChoosesTheScale() {
        // 200 pixels wide about the middle (120, 120) of row and column 7 at stride 16: from there the sides are 100
        // away, from the middles beside it 116. At stride 32 the middles 80, 112 and 144 are near enough, and from 80
        // the farthest side is 140 away, from the others less than 128.
        let found = assign([box(120, 120, 200, 200)])
        let (second, third) = (32 * 32, 32 * 32 + 16 * 16)
        let fine = [6, 7, 8].flatMap { row in [6, 7, 8].map { second + 16 * row + $0 } }
        let coarse = [(2, 2), (2, 3), (2, 4), (3, 2), (4, 2)].map { third + 8 * $0.0 + $0.1 }
        #expect(locations(found, of: 0) == fine + coarse)
        // Half of 250 is 125, but only a middle of the coarsest scale is more than 128 from the farthest side.
        let large = locations(assign([box(128, 128, 250, 250)]), of: 0)
        #expect(!large.isEmpty && large.allSatisfy { $0 >= third })
    }

    @Test func theSmallestBoxWins() {
        let found = assign([box(20, 20, 40, 40), box(20, 20, 20, 20)])
        #expect(locations(found, of: 1) == [33, 34, 35, 65, 66, 67, 97, 98, 99])
        #expect(locations(found, of: 0).isEmpty)
    }

    @Test func aBoxBetweenMiddlesTakesTheCellOfItsCentre() {
        #expect(locations(assign([box(16.5, 17, 3, 3)]), of: 0) == [66])
        // Another box that lies there keeps it.
        let found = assign([box(16.5, 17, 3, 3), box(20, 20, 40, 40)])
        #expect(locations(found, of: 0).isEmpty)
        #expect(locations(found, of: 1).count == 9)
    }

    @Test func locationsInABoxToBeIgnoredLearnNothing() {
        let crowd = ObjectBox(x1: 0, y1: 0, x2: 15, y2: 15, label: 0, isIgnored: true)
        let found = assign([crowd, box(4, 4, 8, 8)])
        #expect(found[0] == .object(1))
        #expect(found[1] == .ignored && found[32] == .ignored && found[33] == .ignored)
        #expect(found[1024] == .ignored)
        #expect(found.filter { $0 == .ignored }.count == 4 && found[2] == .background)
    }

    @Test func boxesWithoutAnAreaOrOutsideDoNoHarm() {
        let strange = [
            box(12, 12, 0, 8), box(.nan, 3, 4, 4), box(3, 3, .infinity, 4), box(4, 4, -3, 2),
        ]
        #expect(assign(strange).allSatisfy { $0 == .background })
        #expect(locations(assign([box(1e9, -50, 8, 8)]), of: 0).count == 1)
    }

    @Test func everyLocationHasTheSmallestBoxThatQualifies() throws {
        for seed in 1...10 {
            let draws = try Tensor.uniform([10, 4], type: .float64, random: RandomSource(seed: UInt64(seed)))
                .doubles()
            let boxes = (0..<10).map { index in
                let side = 16 * exp2(3.5 * draws[4 * index])
                return box(
                    256 * draws[4 * index + 2], 256 * draws[4 * index + 3], side,
                    side * (0.5 + draws[4 * index + 1]))
            }
            let found = assign(boxes)
            var qualified = Set<Int>()
            var place = 0
            for (stride, range) in zip([8.0, 16, 32], Self.ranges) {
                for row in 0..<Int(256 / stride) {
                    for column in 0..<Int(256 / stride) {
                        let (x, y) = ((Double(column) + 0.5) * stride, (Double(row) + 0.5) * stride)
                        let able = boxes.indices.filter { index in
                            let box = boxes[index]
                            let sides = [x - box.x1, box.x2 - x, y - box.y1, box.y2 - y]
                            let reach = max(
                                abs(x - (box.x1 + box.x2) / 2), abs(y - (box.y1 + box.y2) / 2))
                            return sides.allSatisfy { $0 > 0 } && reach <= 1.5 * stride
                                && range.contains(sides.max() ?? 0)
                        }
                        qualified.formUnion(able)
                        let smallest = able.min { boxes[$0].size.area < boxes[$1].size.area }
                        if let smallest { #expect(found[place] == .object(smallest)) }
                        place += 1
                    }
                }
            }
            for index in boxes.indices where !found.contains(.object(index)) {
                // Only a box whose every location a smaller one took has none.
                #expect(qualified.contains(index))
            }
        }
    }
}
