/// The zip format, for one purpose: libtorch trusts every byte of an archive that it reads and compares no check sum,
/// so that a changed byte could become a changed weight or a crash. The format: APPNOTE.TXT of PKWARE.
struct ZipArchive {
    private struct Entry {
        var name: ArraySlice<UInt8>
        var method: UInt64
        var checksum: UInt64
        var stored: UInt64
        var size: UInt64
        var offset: UInt64
    }

    private let bytes: [UInt8]
    private let path: String

    /// Bytes that compressed entries may unfold to, all together: they hold code and names, and tensors lie as they are.
    private static let mostInflated: UInt64 = 256 << 20

    /// Throws unless the directory at the end lists every entry where it is, once, and each entry's content has the
    /// size and the CRC-32 that the directory says.
    /// - Returns: the entries' names.
    @discardableResult
    static func verify(_ bytes: [UInt8], path: String) throws(TorchError) -> [String] {
        let archive = ZipArchive(bytes: bytes, path: path)
        let (entries, directory) = try archive.entries()
        var names: Set<ArraySlice<UInt8>> = []
        var inflated: UInt64 = 0
        for entry in entries {
            let name = String(decoding: entry.name, as: UTF8.self)
            guard names.insert(entry.name).inserted else {
                throw archive.error("lists \"\(name)\" twice")
            }
            if entry.method != 0 { inflated += min(entry.size, Self.mostInflated + 1) }
            guard inflated <= Self.mostInflated else {
                throw archive.error("unfolds to more than \(Self.mostInflated >> 20) MiB")
            }
            let content = try archive.content(of: entry, name, before: directory)
            let checksum = try archive.checksum(of: content, entry, name)
            guard checksum == entry.checksum else {
                throw archive.error("has \"\(name)\" with another check sum than its directory says")
            }
        }
        return entries.map { String(decoding: $0.name, as: UTF8.self) }
    }

    private func error(_ problem: String) -> TorchError {
        .file(path: path, problem: "As a zip archive it \(problem).")
    }

    /// The little-endian number of `count` bytes at an offset; nil where the file ends before.
    private func number(_ offset: Int, _ count: Int) -> UInt64? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The directory's entries and where it begins.
    private func entries() throws(TorchError) -> (entries: [Entry], directory: Int) {
        let end = bytes.count - 22
        guard number(end, 4) == 0x0605_4B50, number(end + 20, 2) == 0,
            var count = number(end + 10, 2), var size = number(end + 12, 4), var start = number(end + 16, 4)
        else { throw error("has no directory at its end") }
        if number(end - 20, 4) == 0x0706_4B50 {
            guard let place = number(end - 12, 8).flatMap(Int.init(exactly:)),
                number(place, 4) == 0x0606_4B50, let wideCount = number(place + 32, 8),
                let wideSize = number(place + 40, 8), let wideStart = number(place + 48, 8)
            else { throw error("has a damaged directory") }
            (count, size, start) = (wideCount, wideSize, wideStart)
        }
        guard start <= end, size <= UInt64(end) - start else { throw error("has a damaged directory") }
        var offset = Int(start)
        var entries: [Entry] = []
        while offset < Int(start + size) {
            let (entry, next) = try entry(at: offset)
            entries.append(entry)
            offset = next
        }
        guard offset == Int(start + size), entries.count == count else {
            throw error("has a damaged directory")
        }
        return (entries, Int(start))
    }

    private func entry(at offset: Int) throws(TorchError) -> (entry: Entry, next: Int) {
        guard number(offset, 4) == 0x0201_4B50, let method = number(offset + 10, 2),
            let checksum = number(offset + 16, 4), let stored = number(offset + 20, 4),
            let size = number(offset + 24, 4), let nameLength = number(offset + 28, 2),
            let extraLength = number(offset + 30, 2), let commentLength = number(offset + 32, 2),
            let attributes = number(offset + 38, 4), let start = number(offset + 42, 4)
        else { throw error("has a damaged directory") }
        let name = offset + 46
        let extra = name + Int(nameLength)
        let next = extra + Int(extraLength) + Int(commentLength)
        // What is marked as a folder libtorch passes over, and takes whatever stands in memory for its content.
        guard next <= bytes.count, attributes & 0x10 == 0, bytes[name..<extra].last != UInt8(ascii: "/")
        else {
            throw error("has a damaged directory")
        }
        var entry = Entry(
            name: bytes[name..<extra], method: method, checksum: checksum, stored: stored, size: size,
            offset: start)
        try widen(&entry, extra..<extra + Int(extraLength))
        return (entry, next)
    }

    /// Takes those numbers that did not fit in 32 bits from the extra field of zip64.
    private func widen(_ entry: inout Entry, _ extra: Range<Int>) throws(TorchError) {
        var field = extra.lowerBound
        while field < extra.upperBound {
            guard let tag = number(field, 2), let length = number(field + 2, 2) else { break }
            defer { field += 4 + Int(length) }
            guard tag == 1 else { continue }
            var place = field + 4
            for path in [\Entry.size, \.stored, \.offset] where entry[keyPath: path] == 0xFFFF_FFFF {
                guard let wide = number(place, 8) else { throw error("has a damaged directory") }
                entry[keyPath: path] = wide
                place += 8
            }
        }
    }

    /// Where the entry's content lies, found as libtorch finds it.
    private func content(of entry: Entry, _ name: String, before end: Int) throws(TorchError) -> Range<Int> {
        guard let offset = Int(exactly: entry.offset), offset < end, number(offset, 4) == 0x0403_4B50,
            let nameLength = number(offset + 26, 2), let extraLength = number(offset + 28, 2)
        else { throw error("lacks \"\(name)\" where its directory says it is") }
        let start = offset + 30 + Int(nameLength)
        let content = start + Int(extraLength)
        guard content <= end, entry.stored <= UInt64(end - content),
            bytes[offset + 30..<start] == entry.name
        else { throw error("lacks \"\(name)\" where its directory says it is") }
        return content..<content + Int(entry.stored)
    }

    private func checksum(
        of content: Range<Int>, _ entry: Entry, _ name: String
    ) throws(TorchError) -> UInt64 {
        switch entry.method {
        case 0 where entry.stored == entry.size: return CRC32.of(bytes[content])
        case 8:
            guard let found = CRC32.ofInflated(bytes[content], size: entry.size) else {
                throw error("has a damaged \"\(name)\"")
            }
            return found
        default: throw error("has \"\(name)\" in a form that TorchScript does not use")
        }
    }
}
