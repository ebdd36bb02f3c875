import HTTP
import HTTPTypes

/// Which representations a client takes (RFC 9110, section 12.5.1).
struct Accept: Sendable {
    private struct Range {
        let type: Substring
        let subtype: Substring
        let quality: Double

        /// How precisely the range names the type; nil where it does not.
        func precision(for media: MediaType) -> Int? {
            if type == media.type, subtype == media.subtype { return 2 }
            if type == media.type, subtype == "*" { return 1 }
            return type == "*" && subtype == "*" ? 0 : nil
        }
    }

    private let ranges: [Range]

    /// - Parameters: `field`: all of the request's `Accept`; without one, everything is acceptable.
    init(_ field: String?) {
        guard let field, !field.allSatisfy({ $0 == " " || $0 == "," }) else {
            ranges = [Range(type: "*", subtype: "*", quality: 1)]
            return
        }
        ranges = field.lowercased().split(separator: ",").compactMap { member in
            let parts = member.split(separator: ";").map(\.trimming)
            guard let name = parts.first?.split(separator: "/", maxSplits: 1), name.count == 2 else {
                return nil
            }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return Range(type: name[0], subtype: name[1], quality: quality ?? 1)
        }
    }

    /// 0 where the client does not take the type; its most precise range decides.
    func quality(of media: MediaType) -> Double {
        let matches = ranges.compactMap { range in
            range.precision(for: media).map { (precision: $0, quality: range.quality) }
        }
        return matches.max { $0.precision < $1.precision }?.quality ?? 0
    }

    /// The first of the best among `offered`; nil where none is acceptable.
    func best(of offered: [MediaType]) -> MediaType? {
        var best: (media: MediaType, quality: Double)?
        for media in offered where quality(of: media) > best?.quality ?? 0 {
            best = (media, quality(of: media))
        }
        return best?.media
    }
}

extension Request {
    /// - Throws: `not-acceptable` where the client takes none of the types.
    func negotiate(_ offered: [MediaType]) throws(Problem) -> MediaType {
        guard let media = Accept(headerFields[.accept]).best(of: offered) else {
            throw Problem(
                .notAcceptable,
                "Accept is '\(headerFields[.accept] ?? "")'; this resource has "
                    + offered.map(\.essence).joined(separator: " and ") + ".")
        }
        return media
    }
}
