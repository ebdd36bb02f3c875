import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Datasets

@Suite struct DecodedImagesTests {
    private let root: TemporaryFolder
    private let cache: DecodedImages
    private let loads = Loads()

    private final class Loads: Sendable {
        let count = Atomic(0)
    }

    init() throws {
        root = try TemporaryFolder()
        cache = DecodedImages(folder: root.path)
    }

    private func image(_ seed: UInt64) throws -> PixelImage {
        var source = RandomSource(state: seed)
        let shape = ImageShape(channels: 3, height: 5 + Int(seed % 3), width: 7)
        return try PixelImage(
            shape: shape, pixels: (0..<shape.count).map { _ in UInt8(source.next(below: 256)) })
    }

    private func counted(_ image: PixelImage) -> ImageSource {
        ImageSource(name: "drawn") { [loads] in
            loads.count.add(1, ordering: .relaxed)
            return image
        }
    }

    @Test func everyImageIsDecodedOnce() throws {
        let images = try (0..<20).map { try image(UInt64($0)) }
        let sources = images.map { cache.keeping(counted($0)) }
        for _ in 0..<3 { #expect(try sources.map { try $0.load() } == images) }
        #expect(loads.count.load(ordering: .relaxed) == 20)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
    }

    @Test func masksAreKeptToo() throws {
        let mask = try ClassMask(height: 2, width: 3, classes: [0, 1, 2, 255, 1, 0])
        let source = cache.keeping(
            MaskSource(name: "drawn") { [loads] in
                loads.count.add(1, ordering: .relaxed)
                return mask
            })
        for _ in 0..<3 { #expect(try source.load() == mask) }
        #expect(loads.count.load(ordering: .relaxed) == 1)
    }

    @Test func manyMayAskAtOnce() throws {
        let images = try (0..<8).map { try image(UInt64($0)) }
        let sources = images.map { cache.keeping(counted($0)) }
        DispatchQueue.concurrentPerform(iterations: 400) { turn in
            #expect((try? sources[turn % 8].load()) == images[turn % 8])
        }
    }

    @Test func whatFailsToDecodeFailsEachTime() throws {
        let source = cache.keeping(
            ImageSource(name: "bad") { () throws(DatasetError) in
                throw .undecodable(file: "bad", reason: "it is empty")
            })
        for _ in 0..<2 { #expect(throws: DatasetError.self) { try source.load() } }
    }

    @Test func whereThereCanBeNoFileEveryImageIsDecodedEachTime() throws {
        let none = DecodedImages(folder: root.path + "/nowhere")
        let images = try (0..<4).map { try image(UInt64($0)) }
        let sources = images.map { none.keeping(counted($0)) }
        for _ in 0..<3 { #expect(try sources.map { try $0.load() } == images) }
        #expect(loads.count.load(ordering: .relaxed) == 12)
        let mask = try ClassMask(height: 1, width: 2, classes: [0, 1])
        let source = none.keeping(MaskSource(name: "drawn") { mask })
        for _ in 0..<2 { #expect(try source.load() == mask) }
    }

    @Test func whatFindsNoRoomIsDecodedEachTime() throws {
        let images = try (0..<4).map { try image(UInt64($0)) }
        let small = DecodedImages(folder: root.path, limit: images[0].pixels.count + images[1].pixels.count)
        let sources = images.map { small.keeping(counted($0)) }
        for _ in 0..<3 { #expect(try sources.map { try $0.load() } == images) }
        #expect(loads.count.load(ordering: .relaxed) == 2 + 2 * 3)
    }

    @Test func aUserIsToldWhatCannotBeKept() throws {
        #expect(DecodedImages(folder: root.path).shortage(of: 3 << 20) == nil)
        #expect(
            DecodedImages(folder: root.path, limit: 1 << 20).shortage(of: 3 << 20)
                == "Of about 3 MiB of decoded images the disk has room for 1 MiB: every epoch decodes the others "
                + "again.")
        let nowhere = DatasetCatalogue(scratch: root.path + "/nowhere")
        let sentence =
            "No decoded image can be kept (No such file or directory): every epoch decodes all of them again."
        #expect(try nowhere.loadDetection("shapes-detection").notes == [sentence])
        #expect(try nowhere.loadSegmentation("shapes-segmentation").notes == [sentence])
        let somewhere = DatasetCatalogue(scratch: root.path)
        #expect(try somewhere.loadDetection("shapes-detection").notes.isEmpty)
        #expect(try somewhere.loadSegmentation("shapes-segmentation").notes.isEmpty)
    }

    @Test func aCatalogueWithARoomForThemReadsTheSame() throws {
        let plain = try DatasetCatalogue().loadSegmentation("shapes-segmentation").test[3]
        let kept = try DatasetCatalogue(scratch: root.path).loadSegmentation("shapes-segmentation").test[3]
        for _ in 0..<2 {
            let (image, mask) = try kept.load()
            #expect(try image == plain.load().image && mask == plain.load().mask)
        }
    }
}
