internal import struct Foundation.Date

extension Date {
    /// Milliseconds since 1970, as tables keep times.
    var stored: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    init(stored: Int64) {
        self.init(timeIntervalSince1970: Double(stored) / 1000)
    }
}
