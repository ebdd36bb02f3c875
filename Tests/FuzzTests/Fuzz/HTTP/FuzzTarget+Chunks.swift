import FuzzSupport
import HTTP

extension FuzzTarget {
    /// A body in chunks, and whatever is behind it. The body in other chunks is the same body.
    static let chunks = FuzzTarget(name: "http-chunks", largest: 512) { bytes in
        let head = Array("PUT / HTTP/1.1\r\nHost:a\r\nTransfer-Encoding:chunked\r\n\r\n".utf8)
        for limits in [MessageLimits(), .tight] {
            let stream = ParsedStream(head + bytes, limits: limits)
            guard let body = stream.bodies.first else { continue }
            claim(body.count < bytes.count, "a body is shorter than its chunks")
            let again = ParsedStream(head + chunked(body), limits: limits)
            claim(again.bodies == [body] && again.rejection == nil, "in other chunks: \(body) \(again)")
        }
    }

    /// In chunks of 1 to 20 bytes.
    private static func chunked(_ body: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = body[...]
        while let first = rest.first {
            let chunk = rest.prefix(1 + Int(first) % 20)
            result += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + [13, 10]
            rest = rest[chunk.endIndex...]
        }
        return result + Array("0\r\n\r\n".utf8)
    }
}
