/// The type of an array's values, as NumPy's `descr` writes it: `<f4`, `|u1`, `>i8`.
struct NPYType: Sendable, Equatable {
    enum Kind: UInt8, Sendable {
        case signed = 105  // i
        case unsigned = 117  // u
        case float = 102  // f
    }

    let kind: Kind
    /// Bytes a value.
    let size: Int
    let isBigEndian: Bool

    /// - Returns: nil for what is no plain number of 1 to 8 bytes: objects, text, dates, complex numbers, records.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 3, let kind = Kind(rawValue: bytes[1]) else { return nil }
        let size = Int(bytes[2]) - Int(UInt8(ascii: "0"))
        guard (kind == .float ? [2, 4, 8] : [1, 2, 4, 8]).contains(size) else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "|") where size == 1: isBigEndian = false
        case UInt8(ascii: "<") where size > 1: isBigEndian = false
        case UInt8(ascii: ">") where size > 1: isBigEndian = true
        default: return nil
        }
        self.kind = kind
        self.size = size
    }

    /// As NumPy names it: `uint8`.
    var name: String {
        switch kind {
        case .signed: "int\(8 * size)"
        case .unsigned: "uint\(8 * size)"
        case .float: "float\(8 * size)"
        }
    }

    /// The bits of the value that begins at `start`.
    func bits(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64 {
        var bits: UInt64 = 0
        for place in 0..<size {
            bits = bits << 8 | UInt64(bytes[start + (isBigEndian ? place : size - 1 - place)])
        }
        return bits
    }

    /// What bits of a float mean.
    func number(_ bits: UInt64) -> Double {
        switch size {
        case 2: Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
        case 4: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        default: Double(bitPattern: bits)
        }
    }

    /// What bits of a whole number mean. - Returns: nil beyond 2⁶³ − 1.
    func integer(_ bits: UInt64) -> Int? {
        guard kind == .signed else { return Int(exactly: bits) }
        let unused = 64 - 8 * size
        return Int(Int64(bitPattern: bits << unused) >> unused)
    }
}
