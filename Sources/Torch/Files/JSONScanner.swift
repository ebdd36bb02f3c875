/// A strict reader of the JSON that safetensors headers are made of: objects, strings and lists of natural numbers.
struct JSONScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private let path: String

    init(bytes: ArraySlice<UInt8>, path: String) {
        self.bytes = bytes
        self.path = path
        position = bytes.startIndex
    }

    func error(_ expected: String) -> TorchError {
        let found = position < bytes.endIndex ? "byte \(bytes[position])" : "its end"
        return .file(
            path: path,
            problem:
                "Its header has \(found) at offset \(position - bytes.startIndex), expected was \(expected).")
    }

    /// Reads members through `member`, which reads the value; a name twice throws.
    mutating func object(
        _ member: (inout JSONScanner, String) throws(TorchError) -> Void
    ) throws(TorchError) {
        try take("{")
        if accept("}") { return }
        var names: Set<String> = []
        repeat {
            let name = try string()
            guard names.insert(name).inserted else { throw error("another name than \"\(name)\" twice") }
            try take(":")
            try member(&self, name)
        } while accept(",")
        try take("}")
    }

    mutating func integers() throws(TorchError) -> [Int] {
        try take("[")
        if accept("]") { return [] }
        var values: [Int] = []
        repeat { values.append(try integer()) } while accept(",")
        try take("]")
        return values
    }

    mutating func string() throws(TorchError) -> String {
        try take("\"")
        var text: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw error("valid UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
            case 0..<0x20:
                position -= 1
                throw error("an escaped control character")
            default: text.append(byte)
            }
        }
        throw error("the end of a string")
    }

    /// Only white space is left.
    mutating func end() throws(TorchError) {
        skipSpace()
        guard position == bytes.endIndex else { throw error("its end") }
    }

    private mutating func integer() throws(TorchError) -> Int {
        skipSpace()
        let start = position
        while position < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        let digits = bytes[start..<position]
        guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let value = Int(String(decoding: digits, as: UTF8.self))
        else { throw error("a natural number below 2^63") }
        return value
    }

    private mutating func escaped() throws(TorchError) -> Unicode.Scalar {
        guard position < bytes.endIndex else { throw error("an escape") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicode()
        default: throw error("an escape")
        }
    }

    private mutating func unicode() throws(TorchError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), accept("\\", spaced: false), accept("u", spaced: false)
        else {
            throw error("the second half of a surrogate pair")
        }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("the second half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(TorchError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits") }
        position += 4
        return value
    }

    private mutating func take(_ byte: Unicode.Scalar) throws(TorchError) {
        guard accept(byte) else { throw error("\"\(byte)\"") }
    }

    private mutating func accept(_ byte: Unicode.Scalar, spaced: Bool = true) -> Bool {
        if spaced { skipSpace() }
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }
}
