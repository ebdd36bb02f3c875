import Foundation
import Testing

@testable import Datasets

@Suite struct AnchorClusteringTests {
    @Test func fromTheSameStartItEndsAsNumPyDoes() throws {
        let reference = try AnchorReference.read()
        let sizes = reference.sizes.map { ($0[0], $0[1]) }
        for expected in reference.made {
            expect(AnchorClustering.refined(sizes: sizes, start: expected.sizes), equals: expected)
        }
    }

    @Test(.enabled(if: BCCD.isPresent, BCCD.absent))
    func onBloodCellsItEndsAsNumPyDoes() throws {
        let sizes = try BCCD.trainingSizes()
        for expected in try AnchorReference.read().bccd {
            expect(AnchorClustering.refined(sizes: sizes, start: expected.sizes), equals: expected)
        }
    }

    @Test(.enabled(if: BCCD.isPresent, BCCD.absent))
    func moreAnchorsNeverFitBloodCellsWorse() throws {
        let sizes = try BCCD.trainingSizes()
        let found = try (1...6).map { try AnchorClustering.kMeans(sizes: sizes, count: $0, seed: 1) }
        #expect(found.map(\.anchors.count) == Array(1...6))
        for (fewer, more) in zip(found, found.dropFirst()) {
            #expect(more.meanIoU >= fewer.meanIoU)
        }
        // What NumPy found as the best of ten starts of its own: 0.7293 with one anchor, 0.8648 with six.
        #expect(abs(found[0].meanIoU - 0.7293) < 0.0005)
        #expect(abs(found[5].meanIoU - 0.8648) < 0.003)
    }

    @Test func separateGroupsAreFound() throws {
        let centres = [(10.0, 10.0), (20.0, 60.0), (80.0, 40.0)]
        let sizes = centres.flatMap { centre in
            (-2...2).map { (width: centre.0 + Double($0) / 2, height: centre.1 + Double($0) / 2) }
        }
        let found = try AnchorClustering.kMeans(sizes: sizes, count: 3, seed: 5)
        #expect(found.anchors.map(\.width) == [10, 20, 80])
        #expect(found.anchors.map(\.height) == [10, 60, 40])
    }

    @Test func theSameSeedGivesTheSameAnchorsInOrderOfArea() throws {
        let sizes = try AnchorReference.read().sizes.map { (width: $0[0], height: $0[1]) }
        let first = try AnchorClustering.kMeans(sizes: sizes, count: 6, seed: 9)
        let second = try AnchorClustering.kMeans(sizes: sizes, count: 6, seed: 9)
        #expect(first.anchors.map { [$0.width, $0.height] } == second.anchors.map { [$0.width, $0.height] })
        #expect(first.meanIoU == second.meanIoU)
        let areas = first.anchors.map { $0.width * $0.height }
        #expect(areas == areas.sorted())
    }

    @Test func fewerSizesThanAnchorsAreRepeated() throws {
        let found = try AnchorClustering.kMeans(
            sizes: [(4, 8), (4, 8), (20, 10)], count: 4, seed: 2)
        #expect(found.anchors.count == 4)
        #expect(found.meanIoU == 1)
        #expect(Set(found.anchors.map(\.width)) == [4, 20])
    }

    @Test func largeSetsAreSampled() throws {
        let count = AnchorClustering.largestSample + 1000
        let sizes = (0..<count).map { (width: 10.0 + Double($0 % 3), height: 10.0) }
        let found = try AnchorClustering.kMeans(sizes: sizes, count: 1, seed: 2)
        #expect(found.anchors.map(\.width) == [11])
    }

    @Test func whatHasNoAnchorsIsAFault() {
        #expect(
            sentence { () throws(DatasetError) in try AnchorClustering.kMeans(sizes: [], count: 3, seed: 1) }
                == "the number of boxes is 0; allowed: at least 1 for anchors.")
        #expect(
            sentence { () throws(DatasetError) in
                try AnchorClustering.kMeans(sizes: [(1, 1)], count: 0, seed: 1)
            } == "the number of anchors is 0; allowed: at least 1.")
        for wrong in [0, -1, .nan, .infinity] {
            #expect(
                sentence { () throws(DatasetError) in
                    try AnchorClustering.kMeans(sizes: [(1, 1), (1, wrong)], count: 1, seed: 1)
                } == "the size of a box is 1.0×\(wrong); allowed: positive sides.")
        }
    }

    private func expect(_ found: AnchorClustering, equals expected: AnchorReference.Clustering) {
        #expect(abs(found.meanIoU - expected.meanIoU) < 1e-12)
        for (anchor, expected) in zip(found.anchors, expected.anchors) {
            #expect(abs(anchor.width - expected[0]) < 1e-9 && abs(anchor.height - expected[1]) < 1e-9)
        }
        #expect(found.anchors.count == expected.anchors.count)
    }
}
