import Foundation
import Testing

@testable import Datasets

private let folder = Repository.sharedData.appending(path: "camvid")
private let isPresent = FileManager.default.fileExists(atPath: folder.appending(path: "train.txt").path)

@Suite(.enabled(if: isPresent, "camvid is not in ../shared/data beside the repository"))
struct CamVidTests {
    private struct Published: Decodable {
        let shares: [String: [String: Double]]

        enum CodingKeys: String, CodingKey {
            case shares = "pixel_percent"
        }
    }

    private let catalogue = DatasetCatalogue(dataRoot: Repository.sharedData.path)

    @Test func itIsDescribedAsItsReadmeSays() throws {
        let facts = try catalogue.facts("camvid")
        let counts = [facts.trainingCount, facts.validationCount, facts.testCount]
        #expect(counts == [367, 101, 233])
        #expect(facts.shape == ImageShape(channels: 3, height: 180, width: 240))
        #expect(facts.format == "image-masks")
        #expect(facts.classes.count == 11)
        #expect(facts.classes.first == "Sky" && facts.classes.last == "Bicyclist")
    }

    @Test func theClassesHaveTheirPublishedSharesOfPixels() throws {
        let data = try catalogue.loadSegmentation("camvid")
        #expect(data.colors[3] == [128, 64, 128])
        let json = try Data(contentsOf: folder.appending(path: "classes.json"))
        let published = try JSONDecoder().decode(Published.self, from: json).shares
        for (split, examples) in [("train", data.training), ("val", data.validation), ("test", data.test)] {
            var counts = [Int](repeating: 0, count: 256)
            for example in examples {
                for value in try example.mask.load().classes { counts[Int(value)] += 1 }
            }
            let total = Double(counts.reduce(0, +))
            let shares = try #require(published[split])
            #expect(shares.count == 12)
            for (value, share) in shares {
                let ours = try 100 * Double(counts[#require(Int(value))]) / total
                #expect(abs(ours - share) <= 0.0005 + 1e-9, "\(split), class \(value)")
            }
        }
    }

    @Test func aBatchHoldsImagesAndMasks() throws {
        let data = try catalogue.loadSegmentation("camvid")
        let normalization = try Normalization(sampling: data.training.map(\.image))
        #expect(normalization.mean.allSatisfy { (0.2...0.6).contains($0) })
        let maker = try SegmentationBatchMaker(
            examples: data.test, shape: ImageShape(channels: 3, height: 90, width: 120),
            normalization: normalization, isEvaluation: true)
        let batch = try maker.batch([0, 232])
        guard case .masks(let targets, let originals) = batch.target else {
            Issue.record("no masks")
            return
        }
        #expect(batch.pixels.count == 2 * 90 * 120 * 3)
        #expect(targets.count == 2 * 90 * 120)
        #expect(originals.map(\.classes.count) == [180 * 240, 180 * 240])
        #expect(Set(targets).isSubset(of: Set(-1..<11)))
    }
}
