/// A request target taken apart: segments and query decoded from percent-encoded UTF-8.
///
/// `%2F` inside a segment stays inside it. An empty segment is kept, so `/a//b` and `/a/b/` are not `/a/b`.
package struct RequestTarget: Sendable, Equatable {
    package let path: String
    package let segments: [String]
    package let query: [QueryItem]

    /// - Throws: a `Rejection` with status 400 for malformed percent-encoding, bytes that are not UTF-8, or NUL.
    package init(_ target: String) throws(Rejection) {
        let bytes = Array(target.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        path = String(decoding: bytes[..<end], as: UTF8.self)
        var segments: [String] = []
        for segment in bytes[..<end].dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            segments.append(try Self.decode(segment, plusIsSpace: false))
        }
        // "/" is the root, not one empty segment.
        self.segments = segments == [""] ? [] : segments
        var query: [QueryItem] = []
        if end < bytes.count {
            for pair in bytes[(end + 1)...].split(separator: UInt8(ascii: "&")) {
                let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
                let name = try Self.decode(pair[..<equals], plusIsSpace: true)
                let value = try Self.decode(pair[equals...].dropFirst(), plusIsSpace: true)
                query.append(QueryItem(name: name, value: value))
            }
        }
        self.query = query
    }

    private static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) throws(Rejection) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.endIndex, let high = ByteClass.hexDigit(bytes[index + 1]),
                    let low = ByteClass.hexDigit(bytes[index + 2])
                else {
                    let found = String(decoding: bytes[index...].prefix(3), as: UTF8.self)
                    throw Rejection(
                        .badRequest,
                        "The target has '\(found)'; '%' is allowed only before two hexadecimal digits.")
                }
                decoded.append(high << 4 | low)
                index += 3
            case UInt8(ascii: "+") where plusIsSpace:
                decoded.append(UInt8(ascii: " "))
                index += 1
            case let byte:
                decoded.append(byte)
                index += 1
            }
        }
        guard !decoded.contains(0) else {
            throw Rejection(
                .badRequest, "The target has an encoded NUL (%00); no name or value may hold one.")
        }
        guard let text = String(validating: decoded, as: UTF8.self) else {
            let found = String(decoding: bytes, as: UTF8.self)
            throw Rejection(
                .badRequest,
                "'\(found)' in the target decodes to bytes that are not UTF-8; only UTF-8 is allowed.")
        }
        return text
    }
}
