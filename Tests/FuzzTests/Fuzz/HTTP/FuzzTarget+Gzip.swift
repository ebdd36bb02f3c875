import FuzzSupport
import HTTPTypes

@testable import HTTP

extension FuzzTarget {
    /// A compressed body of a request: what it holds, compressed anew, is what it held; it grows no further than allowed.
    static let gzip = FuzzTarget(name: "http-gzip", largest: 4096) { bytes in
        for (limit, growth) in [(1 << 20, 200), (300, 200), (1 << 20, 1)] {
            guard let plain = decoded(bytes, limit: limit, growth: growth) else { continue }
            claim(plain.count <= limit, "\(plain.count) plain bytes are no more than \(limit)")
            guard limit > 300, growth > 1, let anew = Gzip.encode(plain) else { continue }
            claim(decoded(anew, limit: limit, growth: 2000) == plain, "compressed anew it holds the same")
            // One byte less is too few.
            claim(
                plain.isEmpty || (try? Gzip.decode(bytes, limit: plain.count - 1)) == nil, "the limit is kept"
            )
        }
    }

    private static func decoded(_ bytes: [UInt8], limit: Int, growth: Int) -> [UInt8]? {
        do throws(Rejection) {
            let request = Request(
                method: .post, path: "/", headerFields: [.contentEncoding: "gzip"], body: bytes)
            let plain = try request.decoded(limit: limit, growth: growth)
            claim(bytes.isEmpty || plain.headerFields[.contentEncoding] == nil, "it is said no longer")
            return plain.body
        } catch {
            claimSentence(error)
            return nil
        }
    }
}
