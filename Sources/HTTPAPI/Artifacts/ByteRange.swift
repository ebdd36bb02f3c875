/// The one range of a `Range: bytes=…` field (RFC 9110, section 14.1.2).
enum ByteRange: Sendable, Equatable {
    /// No range is asked for, or not one that is understood here: the whole is sent.
    case whole
    case part(Range<Int>)
    case notSatisfiable

    /// - Parameters: `size`: of the whole. Several ranges, other units and malformed fields count as none.
    init(_ field: String?, size: Int) {
        guard let field, field.lowercased().hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let set = field.dropFirst("bytes=".count).trimming
        let ends = set.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimming)
        guard ends.count == 2 else {
            self = .whole
            return
        }
        let numbers = ends.map { QueryReader.digits(String($0)) }
        switch (numbers[0], numbers[1]) {
        case (let first?, let last?) where first <= last:
            self = first < size ? .part(first..<min(last + 1, size)) : .notSatisfiable
        case (let first?, nil) where ends[1].isEmpty:
            self = first < size ? .part(first..<size) : .notSatisfiable
        case (nil, let count?) where ends[0].isEmpty:
            self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .notSatisfiable
        default:
            self = .whole
        }
    }
}
