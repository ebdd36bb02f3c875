import Testing

@testable import Datasets

/// Files that are wrong at random places are refused or read, and never more than that.
@Suite struct HostileFileTests {
    @Test func randomBytesAreRefused() {
        var source = RandomSource(state: 2026)
        for _ in 0..<300 {
            var bytes = (0..<source.next(below: 400)).map { _ in UInt8(source.next(below: 256)) }
            if source.next(below: 2) == 0 { bytes = [0x1F, 0x8B, 8, 0] + bytes }
            for (_, read) in Self.readers {
                #expect(throws: DatasetError.self) { try read(bytes) }
            }
        }
    }

    @Test func mutatedFilesNeverCrash() throws {
        var source = RandomSource(state: 7)
        var refused = 0
        for (file, read) in Self.readers {
            for original in [file, gzip(file)] {
                for _ in 0..<150 {
                    let bytes = mutated(original, &source)
                    if (try? read(bytes)) == nil { refused += 1 }
                }
            }
        }
        // Some mutations (a pixel of a plain file) leave a good file; most do not.
        #expect((600..<1200).contains(refused))
    }

    @Test func everyProperBeginningIsRefused() {
        for (file, read) in Self.readers where file.count < 100 {
            for original in [file, gzip(file)] {
                for count in original.indices {
                    #expect(throws: DatasetError.self) { try read(Array(original[..<count])) }
                }
            }
        }
    }

    @Test func mutatedFoldersAreReadOrRefused() throws {
        let manifest = #"{"format": "idx", "title": "Small", "classes": ["a", "b", "c"], "files": {}}"#
        var files = IDX.small()
        files["small/dataset.json"] = Array(manifest.utf8)
        let root = try TemporaryFolder()
        try root.write(files)
        var source = RandomSource(state: 11)
        var refused = 0
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<30 {
                try root.write([name: mutated(bytes, &source)])
                let facts = try? root.catalogue.facts("small")
                let data = try? root.catalogue.load("small")
                if data == nil { refused += 1 }
                // A description may miss a fault that lies in the images; it finds none that loading does not.
                #expect(data == nil || facts != nil)
            }
            try root.write([name: bytes])
        }
        #expect((75..<150).contains(refused))
    }

    private typealias Reader = @Sendable ([UInt8]) throws -> Void

    /// A good file, and what reads it.
    private static let readers: [([UInt8], Reader)] = [
        (
            IDX.images(count: 4, height: 2, width: 3, values: Array(0..<24)),
            { _ = try IDXFile(ByteReader(name: "images", bytes: $0), rank: 3).values() }
        ),
        (
            IDX.labels([0, 1, 2, 0]),
            { _ = try IDXFile(ByteReader(name: "labels", bytes: $0), rank: 1).values() }
        ),
        (
            Array(String(repeating: "16,0,5,7," + String(repeating: "1,", count: 60) + "9\n", count: 5).utf8),
            { _ = try OptdigitsTable(ByteReader(name: "table", bytes: $0)).images() }
        ),
    ]

    /// One to three of: a bit turned, a byte set, a stretch cut out, a stretch doubled.
    private func mutated(_ bytes: [UInt8], _ source: inout RandomSource) -> [UInt8] {
        var bytes = bytes
        for _ in 0...source.next(below: 3) where !bytes.isEmpty {
            let place = source.next(below: bytes.count)
            let end = min(bytes.count, place + 1 + source.next(below: 8))
            switch source.next(below: 4) {
            case 0: bytes[place] ^= 1 << UInt8(source.next(below: 8))
            case 1: bytes[place] = UInt8(source.next(below: 256))
            case 2: bytes.removeSubrange(place..<end)
            default: bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }
}
