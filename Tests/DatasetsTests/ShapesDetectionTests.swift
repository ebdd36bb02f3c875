import Testing

@testable import Datasets

@Suite struct ShapesDetectionTests {
    @Test func isDescribedAsItIs() throws {
        let data = try DatasetCatalogue().loadDetection("shapes-detection")
        #expect(
            try DatasetCatalogue().facts("shapes-detection") == DatasetFacts(of: data, format: "synthetic"))
        #expect(data.training.count == 400)
        let all = data.training + data.validation + data.test
        #expect(all.map(\.identifier) == Array(1...550))
        #expect(all.allSatisfy { (1...5).contains($0.boxes.count) })
        let labels = Set(all.flatMap(\.boxes).map(\.label))
        #expect(labels == Set(0..<4))
        let areas = all.flatMap(\.boxes).map { $0.width * $0.height }.sorted()
        // Small and large ones: a detector needs more than one size of anchor.
        #expect(areas[areas.count / 20] < 300)
        #expect(areas[areas.count * 19 / 20] > 1200)
    }

    @Test func boxesLieInTheirImagesAndImagesAreDrawnAlike() throws {
        let data = try DatasetCatalogue().loadDetection("shapes-detection")
        for example in data.test {
            for box in example.boxes {
                #expect(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= 96 && box.y2 <= 96)
                #expect(box.width >= 1 && box.height >= 1)
            }
        }
        #expect(try data.test[3].load() == data.test[3].load())
        #expect(try data.test[3].load() != data.test[4].load())
    }
}
