package import struct Foundation.Date
internal import Synchronization

/// Makes `job_` (or another kind's prefix) and a ULID (github.com/ulid/spec): 48 bits of milliseconds and 80 random
/// bits in Crockford's base 32, so that ids sort by their time. Within a millisecond, and when the clock goes back, the random part counts up:
/// each id is above the one before.
package final class JobIdentifiers: Sendable {
    private struct Last {
        var milliseconds: UInt64 = 0
        var high: UInt16 = 0
        var low: UInt64 = 0
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private let last = Mutex(Last())
    private let random: @Sendable () -> UInt64

    package init(random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }) {
        self.random = random
    }

    package func next(at time: Date, kind: String = "job") -> String {
        let milliseconds =
            UInt64(max(0, (time.timeIntervalSince1970 * 1000).rounded(.down))) & ((1 << 48) - 1)
        let value = last.withLock { last in
            if milliseconds > last.milliseconds {
                // The top bit stays clear: 2⁷⁹ ids of one millisecond before the random part could run over.
                last = Last(milliseconds: milliseconds, high: UInt16(random() & 0x7fff), low: random())
            } else {
                let (low, carries) = last.low.addingReportingOverflow(1)
                last.low = low
                if carries { last.high &+= 1 }
            }
            return last
        }
        return "\(kind)_" + Self.text(value)
    }

    private static func text(_ value: Last) -> String {
        var bits = UInt128(value.milliseconds) << 80 | UInt128(value.high) << 64 | UInt128(value.low)
        var characters = [UInt8](repeating: 0, count: 26)
        for index in characters.indices.reversed() {
            characters[index] = alphabet[Int(bits & 31)]
            bits >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
