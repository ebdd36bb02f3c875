import FuzzSupport
import HTTP
import HTTPTypes

extension FuzzTarget {
    /// Requests one behind the other. A head, written anew from its parts, is the same head; so is a target.
    static let requests = FuzzTarget(name: "http-requests", largest: 1024) { bytes in
        for limits in [MessageLimits(), .tight] {
            let stream = ParsedStream(bytes, limits: limits)
            for head in stream.heads {
                let again = ParsedStream(written(head), limits: limits)
                // What may follow it is the refusal of its body.
                claim(again.heads == [head], "written anew: \(head) \(again)")
                checkTarget(head.target)
            }
        }
    }

    private static func written(_ head: RequestHead) -> [UInt8] {
        var bytes = Array("\(head.method.rawValue) \(head.target) HTTP/1.1\r\n".utf8)
        for field in head.headerFields {
            bytes += Array("\(field.name.rawName):".utf8)
            field.withUnsafeBytesOfValue { bytes += $0 }
            bytes += [13, 10]
        }
        return bytes + [13, 10]
    }

    private static func checkTarget(_ text: String) {
        do throws(Rejection) {
            let target = try RequestTarget(text)
            var anew = "/" + target.segments.map(encoded).joined(separator: "/")
            if !target.query.isEmpty {
                anew +=
                    "?"
                    + target.query.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
            }
            guard text != "*" else { return }
            let again = try RequestTarget(anew)
            claim(again.segments == target.segments && again.query == target.query, "\(text) \(anew)")
            claim(!again.segments.contains { $0.utf8.contains(0) }, "no segment has a NUL")
        } catch {
            claim(error.status == .badRequest, "a bad target is a bad request")
            claimSentence(error)
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
