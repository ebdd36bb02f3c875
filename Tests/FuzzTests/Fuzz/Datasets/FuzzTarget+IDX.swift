import FuzzSupport
import CZlib

@testable import Datasets

extension FuzzTarget {
    /// The header's promise is kept to the byte; read at once or in pieces, plain or gzip, it is the same file.
    static let idx = FuzzTarget(name: "idx", largest: 2048) { bytes in
        checkPieces(bytes)
        for rank in [1, 3] {
            guard let (dimensions, values) = idx(bytes, rank: rank) else { continue }
            let header = number(0x0800 + rank) + dimensions.flatMap(number)
            claim(dimensions.allSatisfy { $0 > 0 }, "no side is empty: \(dimensions)")
            claim(values.count == dimensions.reduce(1, *), "as many values as promised")
            claim(inflated(bytes) == header + values, "nothing but header and values")
            guard let again = idx(gzip(header + values), rank: rank) else {
                claim(false, "what is read plain is read as gzip")
                return
            }
            claim(again.dimensions == dimensions && again.values == values, "the same as gzip")
        }
    }

    private static func idx(_ bytes: [UInt8], rank: Int) -> (dimensions: [Int], values: [UInt8])? {
        do throws(DatasetError) {
            let file = try IDXFile(ByteReader(name: "file", bytes: bytes), rank: rank)
            return (file.dimensions, try file.values())
        } catch {
            claimSentence(error)
            return nil
        }
    }

    private static func checkPieces(_ bytes: [UInt8]) {
        guard let whole = inflated(bytes) else { return }
        do throws(DatasetError) {
            let reader = try ByteReader(name: "file", bytes: bytes)
            var pieces: [UInt8] = []
            var size = 1
            while true {
                let piece = try reader.read(upTo: size)
                pieces += piece
                if piece.count < size { break }
                size = size * 3 + 1
            }
            try reader.finish()
            claim(pieces == whole && reader.produced == whole.count, "the same in pieces")
        } catch {
            claim(false, "what is read at once is read in pieces: \(error)")
        }
    }

    private static func inflated(_ bytes: [UInt8]) -> [UInt8]? {
        try? ByteReader(name: "file", bytes: bytes).readToEnd(limit: 16 << 20)
    }

    /// With stored blocks, which are quick to make.
    private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var checksum = bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest[block.endIndex...]
            let size = UInt16(block.count)
            result += [rest.isEmpty ? 1 : 0, UInt8(size & 255), UInt8(size >> 8)]
            result += [UInt8(~size & 255), UInt8(~size >> 8)] + block
        } while !rest.isEmpty
        for _ in 0..<4 {
            result.append(UInt8(checksum & 255))
            checksum >>= 8
        }
        return result + [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bytes.count >> $0) }
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
