/// An order by radix, least significant digit first: it takes a time proportional to the count.
enum RadixOrder {
    /// The positions of `values`, each in 0 ..< 2, from the least to the greatest; equal ones keep their order.
    static func ascending<Value: BitOrdered>(_ values: [Value]) -> [Int32] {
        var keys = values.map(\.bitPattern)
        var order = (0..<Int32(values.count)).map { $0 }
        var nextKeys = keys
        var nextOrder = order
        for shift in stride(from: 0, to: Value.orderedBits, by: 10) {
            var starts = Array(repeating: 0, count: 1025)
            for key in keys { starts[digit(key, shift) + 1] += 1 }
            for digit in 1...1024 { starts[digit] += starts[digit - 1] }
            for (key, position) in zip(keys, order) {
                let digit = digit(key, shift)
                let place = starts[digit]
                starts[digit] = place + 1
                nextKeys[place] = key
                nextOrder[place] = position
            }
            swap(&keys, &nextKeys)
            swap(&order, &nextOrder)
        }
        return order
    }

    private static func digit<Bits: FixedWidthInteger>(_ key: Bits, _ shift: Int) -> Int {
        Int(truncatingIfNeeded: key >> shift) & 1023
    }
}
