import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetCatalogueTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
    }

    @Test func withoutADataRootThereIsWhatIsEmbedded() throws {
        let list = try DatasetCatalogue().list()
        #expect(list.map(\.name) == ["optdigits", "shapes-detection", "shapes-segmentation"])
        #expect(list[0].isEmbedded)
        #expect(list[0].facts?.trainingCount == 3823)
        #expect(list[0].facts?.testCount == 1797)
    }

    @Test func unusableFoldersAreListedWithTheirReason() throws {
        try root.write(IDX.small(folder: "small"))
        try root.write("hello", to: "notes/README.md")
        try root.write("hello", to: "with space/README.md")
        try root.write("hello", to: ".hidden/README.md")
        try root.write("hello", to: "plain-file")
        let list = try root.catalogue.list()
        #expect(
            list.map(\.name) == [
                "notes", "optdigits", "shapes-detection", "shapes-segmentation", "small", "with space",
            ])
        #expect(
            list.map(\.problem) == [
                "notes has no files of a known format and no dataset.json; known formats: cifar10, "
                    + "coco, idx, image-folder, image-masks, npy, npz, optdigits, voc-detection, "
                    + "voc-segmentation.",
                nil, nil, nil, nil,
                "'with space' cannot name a data set: a name has 1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-', "
                    + "the first of them a letter or digit.",
            ])
        #expect(list[4].facts?.format == "idx")
        #expect(list[4].facts?.task == .classification)
        #expect(!list[4].isEmbedded)
    }

    @Test func aFolderHidesTheEmbeddedDataSetOfItsName() throws {
        try root.write(IDX.small(folder: "optdigits"))
        #expect(try root.catalogue.load("optdigits").training.count == 4)
        #expect(try root.catalogue.list().filter { $0.name == "optdigits" }.count == 1)
    }

    @Test func anUnknownNameIsAnsweredWithTheKnownOnes() throws {
        try root.write(IDX.small(folder: "small"))
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("big") }
                == "No data set is called 'big'; there are: optdigits, shapes-detection, "
                + "shapes-segmentation, small.")
    }

    @Test func aNameIsNeverAPath() throws {
        try root.write(IDX.small(folder: "inner/small"))
        for name in ["../inner/small", "inner/small", "..", ".", "", "/etc", "a\0b", "-x", "inner\n"] {
            #expect(throws: DatasetError.invalidName(name)) { try root.catalogue.load(name) }
        }
    }

    @Test func linksAreFollowedInsideTheRootOnly() throws {
        let outside = try TemporaryFolder()
        try outside.write(IDX.small(folder: "small"))
        try root.write(IDX.small(folder: "small"))
        try root.write(IDX.small(folder: "leaking"))
        try root.remove("leaking/t10k-labels-idx1-ubyte")
        try link("alias", to: root.url.appending(path: "small"))
        try link("away", to: outside.url.appending(path: "small"))
        try link(
            "leaking/t10k-labels-idx1-ubyte",
            to: outside.url.appending(path: "small/t10k-labels-idx1-ubyte"))
        #expect(try root.catalogue.load("alias").training == root.catalogue.load("small").training)
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("away") }
                == "away cannot be read: it is a link that leaves the data root.")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("leaking") }
                == "t10k-labels-idx1-ubyte cannot be read: it is a link that leaves the data root.")
    }

    @Test func whatIsNotAPlainFileIsRefusedWithoutWaiting() throws {
        try root.write(IDX.small(folder: "small"))
        try root.remove("small/t10k-labels-idx1-ubyte")
        let pipe = root.url.appending(path: "small/t10k-labels-idx1-ubyte").path
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("small") }
                == "t10k-labels-idx1-ubyte cannot be read: it is not a plain file.")
    }

    @Test func aMissingDataRootIsAnError() throws {
        let path = root.path + "/none"
        #expect(
            sentence { () throws(DatasetError) in try DatasetCatalogue(dataRoot: path).list() }
                == "the data root \(path) cannot be read: it is not a folder that this process may list.")
    }

    @Test func theFormatsAreSortedAndNamedOnce() {
        let names = DatasetFormat.all.map(\.name)
        #expect(names == Set(names).sorted())
        #expect(DatasetFormat.all.allSatisfy { !$0.summary.isEmpty && !$0.files.isEmpty })
    }

    private func link(_ name: String, to target: URL) throws {
        try FileManager.default.createSymbolicLink(
            at: root.url.appending(path: name), withDestinationURL: target)
    }
}
