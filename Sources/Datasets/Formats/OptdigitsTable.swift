/// Lines of whole numbers separated by commas: 64 pixels, then the class. Lines end with LF or CR LF, the
/// last one may lack it.
struct OptdigitsTable {
    static let largestPixel: UInt8 = 16
    static let largestClass: UInt8 = 9
    /// Bytes after inflation; the real files have half a million.
    static let largestSize = 256 << 20

    private static let shape = ImageShape(channels: 1, height: 8, width: 8)

    private let file: String
    private var pixels: [UInt8] = []
    private var labels: [Int32] = []

    init(_ reader: ByteReader) throws(DatasetError) {
        file = reader.name
        let bytes = try reader.readToEnd(limit: Self.largestSize)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            try append(line: bytes[start..<end])
            start = end + 1
        }
        guard !labels.isEmpty else { throw .malformed(file: file, found: "no lines", allowed: "at least 1") }
    }

    func images() throws(DatasetError) -> LabelledImages {
        try LabelledImages(shape: Self.shape, pixels: pixels, labels: labels)
    }

    private mutating func append(line: ArraySlice<UInt8>) throws(DatasetError) {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        let number = labels.count + 1
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == Self.shape.count + 1 else {
            throw .malformed(
                file: file, found: "\(fields.count) values in line \(number)",
                allowed: "\(Self.shape.count + 1), 64 pixels and the class")
        }
        for (position, field) in fields.enumerated() {
            let isClass = position == Self.shape.count
            let limit = isClass ? Self.largestClass : Self.largestPixel
            guard let value = Self.number(field), value <= limit else {
                throw .malformed(
                    file: file,
                    found: "'\(Self.shown(field))' as value \(position + 1) of line \(number)",
                    allowed: isClass ? "a class from 0 to \(limit)" : "a pixel from 0 to \(limit)")
            }
            if isClass { labels.append(Int32(value)) } else { pixels.append(value) }
        }
    }

    /// One or two digits.
    private static func number(_ field: ArraySlice<UInt8>) -> UInt8? {
        guard (1...2).contains(field.count), field.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return field.reduce(0) { $0 * 10 + ($1 - 48) }
    }

    private static func shown(_ field: ArraySlice<UInt8>) -> String {
        let text = field.prefix(20).map { (32...126).contains($0) ? Character(UnicodeScalar($0)) : "?" }
        return String(text) + (field.count > 20 ? "…" : "")
    }
}
