import Foundation
import Testing

@testable import Jobs

/// What uploads leave of a disk on which nobody else writes.
@Suite struct UploadSpaceTests {
    private static let mebibyte = 1 << 20
    private let folder = TestFolder()

    /// - Parameter size: bytes that are free as long as there is no file.
    private func space(_ size: Int, reserve: Int = 0) -> UploadSpace {
        UploadSpace(at: folder.path, reserve: reserve) { path in
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
            let sizes = names.map { name -> Int in
                var status = stat()
                return stat("\(path)/\(name)", &status) == 0 ? Int(status.st_size) : 0
            }
            return size - sizes.reduce(0, +)
        }
    }

    private func file(
        _ name: String, expecting length: Int? = nil, in space: UploadSpace
    ) throws -> UploadFile {
        try UploadFile("\(folder.path)/\(name)", offset: 0, expecting: length, space: space)
    }

    private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 1, count: count) }

    /// Each of them writes less than is allowed between two looks at the disk.
    @Test func uploadsThatComeAtOnceLeaveTheReserve() throws {
        let space = space(30 * Self.mebibyte, reserve: 10 * Self.mebibyte)
        let files = try ["a", "b", "c"].map { try file($0, in: space) }
        let piece = bytes(Self.mebibyte)
        var written = 0
        for _ in 0..<16 {
            for file in files where (try? file.write(piece)) != nil { written += 1 }
        }
        #expect(written == 20)
        let reserve = 10 * Self.mebibyte
        #expect(throws: JobsError.diskFull(free: reserve, needed: piece.count, reserve: reserve)) {
            try files[0].write(piece)
        }
    }

    @Test func anUploadTakesNoMoreThanItNeedsAndLeavesTheRestAtItsEnd() throws {
        let space = space(20 * Self.mebibyte)
        let declared = try file("declared", expecting: Self.mebibyte, in: space)
        try declared.write(bytes(1))
        let chunked = try file("chunked", in: space)
        try chunked.write(bytes(1))
        let need = 4 * Self.mebibyte
        #expect(throws: JobsError.diskFull(free: 3 * Self.mebibyte, needed: need, reserve: 0)) {
            try space.require(need)
        }
        chunked.end()
        try space.require(need)
        try declared.write(bytes(1))
    }

    @Test func aShareIsNoLargerThanWhatIsFree() throws {
        let space = space(100)
        let file = try file("a", in: space)
        try file.write(bytes(60))
        #expect(throws: JobsError.diskFull(free: 0, needed: 10, reserve: 0)) { try file.write(bytes(50)) }
        try file.write(bytes(40))
    }
}
