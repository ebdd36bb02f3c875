/// The dictionary in an array's header: `{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }`.
/// A Python literal, of which these three members and no others are read.
struct NPYHeaderText {
    private(set) var type = ""
    private(set) var isFortran = false
    private(set) var shape: [Int] = []

    private let name: String
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8], name: String) throws(DatasetError) {
        self.text = text
        self.name = name
        try readMembers()
        skipBlanks()
        guard position == text.count else { throw fault() }
    }

    private mutating func readMembers() throws(DatasetError) {
        var missing: Set = ["descr", "fortran_order", "shape"]
        try take("{")
        while true {
            skipBlanks()
            if next == UInt8(ascii: "}") { break }
            let key = try string()
            guard missing.remove(key) != nil else { throw fault() }
            try take(":")
            switch key {
            case "descr": type = try descr()
            case "fortran_order": isFortran = try truth()
            default: shape = try tuple()
            }
            skipBlanks()
            if next == UInt8(ascii: ",") { position += 1 } else { break }
        }
        try take("}")
        guard missing.isEmpty else { throw fault() }
    }

    /// A list is a record's fields: of those nothing is read.
    private mutating func descr() throws(DatasetError) -> String {
        skipBlanks()
        guard next != UInt8(ascii: "[") else {
            throw .malformed(
                file: name, found: "records (a structured type)", allowed: "an array of plain numbers")
        }
        return try string()
    }

    private mutating func string() throws(DatasetError) -> String {
        skipBlanks()
        guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw fault()
        }
        let rest = text[(position + 1)...]
        // 92: a backslash, which would begin an escape.
        guard let end = rest.firstIndex(of: quote),
            rest[..<end].allSatisfy({ (32..<127).contains($0) && $0 != 92 })
        else { throw fault() }
        position = end + 1
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    private mutating func truth() throws(DatasetError) -> Bool {
        skipBlanks()
        for (word, value) in [("True", true), ("False", false)]
        where text[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw fault()
    }

    /// `()`, `(3,)`, `(3, 4)`.
    private mutating func tuple() throws(DatasetError) -> [Int] {
        var numbers: [Int] = []
        var isClosed = false
        try take("(")
        while true {
            skipBlanks()
            if next == UInt8(ascii: ")") { break }
            guard !isClosed else { throw fault() }
            let digits = text[position...].prefix { (48..<58).contains($0) }
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw fault() }
            position = digits.endIndex
            numbers.append(number)
            skipBlanks()
            if next == UInt8(ascii: ",") { position += 1 } else { isClosed = true }
        }
        try take(")")
        // `(3)` is a number to Python.
        guard numbers.count != 1 || !isClosed else { throw fault() }
        return numbers
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 32 || byte == 10 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) throws(DatasetError) {
        skipBlanks()
        guard next == UInt8(ascii: character) else { throw fault() }
        position += 1
    }

    private func fault() -> DatasetError {
        .malformed(
            file: name, found: "a header that NumPy does not write (at its byte \(position))",
            allowed: "a dictionary of descr, fortran_order and shape")
    }
}
