import Foundation
import Testing

@testable import Torch

@Suite("Safetensors")
struct SafetensorsTests {
    private func temporary() -> String {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("torch-tests-\(UUID().uuidString).safetensors").path
    }

    private func file(_ header: String, _ content: [UInt8] = []) -> [UInt8] {
        let length = UInt64(header.utf8.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + content
    }

    private func problem(_ bytes: [UInt8]) -> String {
        do {
            _ = try Safetensors.decode(bytes, path: "x.safetensors")
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func whatPythonWroteIsReadAndWrittenAgainByteForByte() throws {
        let golden = try Golden.reference("golden.safetensors").path
        let (tensors, metadata) = try Safetensors.read(golden)
        #expect(metadata == ["origin": "safetensors \"Python\" \\ ünïcode\t\u{1}"])
        #expect(
            Set(tensors.keys) == ["weight", "exact", "step", "mask", "pixels", "empty", "naïve \"name\"\n"])
        #expect(try tensors["weight"]?.floats() == [0, 0.25, 0.5, 0.75, 1, 1.25])
        #expect(tensors["weight"]?.shape == [2, 3])
        #expect(try tensors["exact"]?.doubles() == [1 / 3, -0.0, 1e300])
        #expect(try tensors["step"]?.integers() == [7])
        #expect(tensors["mask"]?.type == .bool && tensors["pixels"]?.type == .uint8)
        #expect(tensors["empty"]?.shape == [0, 4])

        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Safetensors.write(
            tensors: tensors.map { (name: $0.key, tensor: $0.value) }, metadata: metadata, to: path)
        let written = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(try written == Data(contentsOf: URL(fileURLWithPath: golden)))
    }

    @Test(.enabled(if: ReferencePython.hasSafetensors, "Python has no package safetensors, or no numpy"))
    func pythonReadsWhatWeWrite() throws {
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var parameters = ParameterSet()
        try parameters.append("b", Tensor([1.5, 2] as [Float], shape: [2, 1]))
        try parameters.append("a", Tensor([3] as [UInt8], shape: [1]))
        try parameters.append("c", Tensor([-0.1], shape: []))
        try Safetensors.write(parameters, metadata: ["format": "pt"], to: path)

        let script = try Golden.reference("read_safetensors.py").path
        let text = try ReferencePython.run([script, path])
        struct Content: Decodable, Equatable {
            struct Entry: Decodable, Equatable {
                var type: String
                var shape: [Int]
                var values: [Double]
            }
            var metadata: [String: String]
            var tensors: [String: Entry]
        }
        let expected = Content(
            metadata: ["format": "pt"],
            tensors: [
                "a": .init(type: "uint8", shape: [1], values: [3]),
                "b": .init(type: "float32", shape: [2, 1], values: [1.5, 2]),
                "c": .init(type: "float64", shape: [], values: [-0.1]),
            ])
        #expect(try JSONDecoder().decode(Content.self, from: text) == expected)
    }

    @Test func theSameTensorsGiveTheSameBytesInAnyOrder() throws {
        let paths = [temporary(), temporary()]
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let tensors = try ["z", "ä", "a"].map { (name: $0, tensor: try Tensor.ones([3])) }
        try Safetensors.write(tensors: tensors, metadata: ["k": "1", "j": "2"], to: paths[0])
        try Safetensors.write(tensors: tensors.reversed(), metadata: ["j": "2", "k": "1"], to: paths[1])
        let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(bytes[0] == bytes[1])
        #expect((bytes[0].count - 36).isMultiple(of: 8))
    }

    @Test func aFailedWriteLeavesNothing() throws {
        let folder = temporary()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let one = try Tensor.ones([1])
        #expect(throws: TorchError.self) {
            try Safetensors.write(tensors: [("a", one), ("a", one)], to: folder + "/twice")
        }
        try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: true)
        #expect(throws: TorchError.self) {
            try Safetensors.write(tensors: [("a", one)], to: folder + "/taken")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
        #expect {
            try Safetensors.write(tensors: [("a", one)], to: folder + "/none/x")
        } throws: {
            "\($0)" == "\(folder)/none/x: Failed at creating a file beside it: No such file or directory."
        }
    }

    @Test func faultsAreNamed() {
        let good = #""dtype":"F32","shape":[1],"data_offsets":"#
        let four: [UInt8] = [0, 0, 0, 0]
        #expect(problem(file("{\"a\":{\(good)[0,4]}}  ", four)) == "no error")
        #expect(problem(file("{}")) == "no error")
        let cases: [([UInt8], String)] = [
            ([1, 2], "It has 2 bytes; a safetensors file has at least 8."),
            (
                [9, 0, 0, 0, 0, 0, 0, 0, 123],
                "It promises a header of 9 bytes; 1 follow, and at most 100000000 are allowed."
            ),
            (
                [UInt8](repeating: 255, count: 20),
                "It promises a header of 18446744073709551615 bytes; 12 follow, "
                    + "and at most 100000000 are allowed."
            ),
            (
                file("{\"a\":{\(good)[0,4]}}", four + [0]),
                "Its tensors take 4 bytes, 5 follow the header."
            ),
            (file("{\"a\":{\(good)[0,4]}}", [0, 0]), "Its tensors take 4 bytes, 2 follow the header."),
            (
                file("{\"a\":{\(good)[4,8]}}", four + four),
                "The tensor \"a\" lies at 4..<8; it should begin at 0, where the one before ends."
            ),
            (
                file("{\"a\":{\(good)[0,4]},\"b\":{\(good)[0,4]}}", four),
                "The tensor \"b\" lies at 0..<4; it should begin at 4, where the one before ends."
            ),
            (
                file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", four),
                "The tensor \"a\" has 4 bytes; F32 [2] needs another number."
            ),
            (
                file("{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", four),
                "The tensor \"a\" has elements of type BF16; allowed are U8, I64, F32, F64, BOOL."
            ),
            (
                file("{\"a\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}", [2]),
                "The tensor \"a\" has BOOL bytes other than 0 and 1."
            ),
            (
                file("{\"a\":{\(good)[0,4]},\"a\":{\(good)[4,8]}}", four + four),
                "Its header has byte 58 at offset 57, expected was another name than \"a\" twice."
            ),
            (file("{\"a\""), "Its header has its end at offset 4, expected was \":\"."),
            (file(" {}"), "Its header has byte 32 at offset 0, expected was an object."),
            (file("{}x"), "Its header has byte 120 at offset 2, expected was its end."),
            (
                file("{\"a\":{\"shape\":[01]}}"),
                "Its header has byte 93 at offset 17, expected was a natural number below 2^63."
            ),
        ]
        for (bytes, sentence) in cases { #expect(problem(bytes) == "x.safetensors: \(sentence)") }
    }

    @Test func hugeNumbersAreErrors() {
        let shape = "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}"
        #expect(problem(file(shape)).contains("needs another number"))
        let offset = "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[99999999999999999999,4]}}"
        #expect(problem(file(offset)).contains("a natural number below 2^63"))
        #expect(throws: TorchError.self) { try Safetensors.read("/nonexistent/file") }
        #expect(throws: TorchError.self) { try Safetensors.read("/") }
    }

    @Test func escapesAreDecoded() throws {
        let name = #"\u00e4\ud83d\ude00\"\\\/\b\f\n\r\t"#
        let header = "{\"\(name)\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"
        let tensors = try Safetensors.decode(file(header), path: "x").tensors
        #expect(Array(tensors.keys) == ["ä😀\"\\/\u{8}\u{C}\n\r\t"])
        for bad in [#"\ud83d"#, #"\ud83dx"#, #"\udc00"#, #"\uzzzz"#, #"\x"#, "\u{1}"] {
            #expect(problem(file("{\"\(bad)\":{}}")) != "no error")
        }
    }

    @Test func garbledFilesNeverCrash() throws {
        let good = try [UInt8](Data(contentsOf: Golden.reference("golden.safetensors")))
        var generator = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
            }
            if problem(bytes) != "no error" { refused += 1 }
        }
        #expect(refused > 1_000)
        for length in 0..<good.count { #expect(problem(Array(good.prefix(length))) != "no error") }
    }
}
