import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct GzipTests {
    /// gunzip's own view of "hello", made by gzip 1.12: `printf hello | gzip -n`.
    private static let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0, 0x86, 0xA6, 0x10,
        0x36,
        0x05, 0, 0, 0,
    ]

    @Test func whatIsEncodedIsDecoded() throws {
        var random = SplitMix(seed: 3)
        for count in [0, 1, 1000, 65_535, 65_536, 65_537, 300_000] {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 100 % 26 + 97) }
            for bytes in [noise, text] {
                let coded = try #require(Gzip.encode(bytes))
                #expect(try Gzip.decode(coded, limit: count) == bytes)
            }
        }
    }

    @Test func gzipsOwnFileIsDecoded() throws {
        #expect(try Gzip.decode(Self.hello, limit: 100) == Array("hello".utf8))
        #expect(try Gzip.decode(Self.hello + Self.hello, limit: 100) == Array("hellohello".utf8))
    }

    @Test func theLimitIsExact() throws {
        let coded = try #require(Gzip.encode([UInt8](repeating: 7, count: 200_000)))
        #expect(try Gzip.decode(coded, limit: 200_000).count == 200_000)
        #expect(throws: Gzip.Fault.tooLarge(limit: 199_999)) { try Gzip.decode(coded, limit: 199_999) }
        // The members together have one limit.
        #expect(throws: Gzip.Fault.tooLarge(limit: 9)) { try Gzip.decode(Self.hello + Self.hello, limit: 9) }
    }

    @Test func damageIsFoundWhereverItIs() throws {
        for cut in 0..<Self.hello.count {
            #expect(throws: Gzip.Fault.self) { try Gzip.decode(Array(Self.hello[..<cut]), limit: 100) }
        }
        #expect(throws: Gzip.Fault.damaged(reason: "it ends unfinished")) {
            try Gzip.decode(Array(Self.hello.dropLast()), limit: 100)
        }
        #expect(throws: Gzip.Fault.damaged(reason: "incorrect header check")) {
            try Gzip.decode(Array("hello".utf8), limit: 100)
        }
        var wrong = Self.hello
        wrong[17] ^= 1
        #expect(throws: Gzip.Fault.damaged(reason: "incorrect data check")) {
            try Gzip.decode(wrong, limit: 100)
        }
        #expect(throws: Gzip.Fault.self) { try Gzip.decode(Self.hello + [1, 2, 3], limit: 100) }
    }

    @Test func noBytesMakeItFail() {
        var random = SplitMix(seed: 11)
        for _ in 0..<2000 {
            var bytes = Self.hello
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            let plain = try? Gzip.decode(bytes, limit: 1000)
            #expect(plain?.count ?? 0 <= 1000)
        }
    }
}
