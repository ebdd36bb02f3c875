import Testing

@testable import Datasets

@Suite struct ShapesDetectionTests {
    /// One test, because drawing takes a while.
    @Test func isDescribedAsItIs() throws {
        let data = try DatasetCatalogue().loadDetection("shapes-detection")
        #expect(
            try DatasetCatalogue().facts("shapes-detection") == DatasetFacts(of: data, format: "synthetic"))
        let all = data.training + data.validation + data.test
        #expect(all.map(\.identifier) == Array(1...1750))
        #expect(all.allSatisfy { (1...4).contains($0.boxes.count) })
        let boxes = all.flatMap(\.boxes)
        #expect(Set(boxes.map(\.label)) == Set(0..<4))
        #expect(boxes.allSatisfy { $0.x1 >= 0 && $0.y1 >= 0 && $0.x2 <= 96 && $0.y2 <= 96 })
        #expect(boxes.allSatisfy { $0.width >= 1 && $0.height >= 1 })
        // Small and large ones: a detector needs more than one size of anchor.
        let areas = boxes.map { $0.width * $0.height }.sorted()
        #expect(areas[areas.count / 20] < 350)
        #expect(areas[areas.count * 19 / 20] > 1200)
        #expect(try data.test[3].load().shape == data.shape)
        #expect(try data.test[3].load() != data.test[4].load())
    }
}
