internal import Foundation

/// Cuts a stream into lines.
struct LineBuffer: Sendable {
    /// The longest line that an engine may send.
    static let limit = 8 << 20
    private var rest: [UInt8] = []

    /// - Returns: the lines that `new` completes, without their line feeds; nil when a line is above ``limit``.
    mutating func append(_ new: ArraySlice<UInt8>) -> [Data]? {
        var lines: [Data] = []
        var start = new.startIndex
        while let end = new[start...].firstIndex(of: UInt8(ascii: "\n")) {
            rest.append(contentsOf: new[start..<end])
            lines.append(Data(rest))
            rest.removeAll(keepingCapacity: true)
            start = end + 1
        }
        rest.append(contentsOf: new[start...])
        return rest.count > Self.limit ? nil : lines
    }
}
