/// Numbers whose order in 0 ..< 2 is that of their bits.
protocol BitOrdered: BinaryFloatingPoint {
    associatedtype Bits: FixedWidthInteger & UnsignedInteger
    var bitPattern: Bits { get }
    /// Bits that are in use below 2.
    static var orderedBits: Int { get }
}

extension Float: BitOrdered {
    static var orderedBits: Int { 30 }
}

extension Double: BitOrdered {
    static var orderedBits: Int { 62 }
}
