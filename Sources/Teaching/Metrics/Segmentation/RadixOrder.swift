/// An order by radix, least significant digit first: it takes a time proportional to the count.
enum RadixOrder {
    /// A number in 0 ..< 2 and where it is from.
    struct Entry<Value: BitOrdered> {
        let value: Value
        let place: Int32
    }

    /// Sorts from the least value to the greatest; equal ones keep their order.
    static func sort<Value>(_ entries: inout [Entry<Value>]) {
        var next = entries
        for shift in stride(from: 0, to: Value.orderedBits, by: 10) {
            // Checks of bounds would make it several times as slow.
            entries.withUnsafeBufferPointer { from in
                next.withUnsafeMutableBufferPointer { to in distribute(from, to, shift) }
            }
            swap(&entries, &next)
        }
    }

    /// By one digit of 10 bits.
    private static func distribute<Value>(
        _ from: UnsafeBufferPointer<Entry<Value>>, _ to: UnsafeMutableBufferPointer<Entry<Value>>,
        _ shift: Int
    ) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 1024) { starts in
            starts.initialize(repeating: 0)
            for entry in from { starts[digit(entry, shift)] += 1 }
            var start = 0
            for digit in starts.indices {
                let count = starts[digit]
                starts[digit] = start
                start += count
            }
            for entry in from {
                let digit = digit(entry, shift)
                to[starts[digit]] = entry
                starts[digit] += 1
            }
        }
    }

    private static func digit<Value>(_ entry: Entry<Value>, _ shift: Int) -> Int {
        Int(truncatingIfNeeded: entry.value.bitPattern >> shift) & 1023
    }
}
