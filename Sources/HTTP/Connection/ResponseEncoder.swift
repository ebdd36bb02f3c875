import HTTPTypes

/// Writes heads and chunks (RFC 9112). Fields that decide the framing are the encoder's own.
enum ResponseEncoder {
    static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    static let lastChunk = Array("0\r\n\r\n".utf8)

    /// Whether an answer with this status may have a body.
    static func hasBody(_ status: HTTPResponse.Status) -> Bool {
        status.code != 204 && status.code != 304
    }

    /// The head, with its empty line. `date` is a whole `Date` line.
    static func head(
        _ response: Response, to method: HTTPRequest.Method, closes: Bool, date: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes.append(contentsOf: "HTTP/1.1 ".utf8)
        bytes.append(contentsOf: String(response.status.code).utf8)
        bytes.append(0x20)
        bytes.append(contentsOf: response.status.reasonPhrase.utf8)
        bytes.append(contentsOf: "\r\n".utf8)
        bytes.append(contentsOf: date)
        for field in response.headerFields {
            switch field.name.canonicalName {
            case "content-length", "transfer-encoding", "connection", "date": continue
            default: break
            }
            bytes.append(contentsOf: field.name.rawName.utf8)
            bytes.append(contentsOf: ": ".utf8)
            field.withUnsafeBytesOfValue { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: "\r\n".utf8)
        }
        if hasBody(response.status) {
            if let count = response.body.count {
                bytes.append(contentsOf: "Content-Length: ".utf8)
                bytes.append(contentsOf: String(count).utf8)
                bytes.append(contentsOf: "\r\n".utf8)
            } else {
                bytes.append(contentsOf: "Transfer-Encoding: chunked\r\n".utf8)
            }
        }
        bytes.append(contentsOf: closes ? "Connection: close\r\n\r\n".utf8 : "\r\n".utf8)
        return bytes
    }

    static func chunk(_ data: [UInt8], isLast: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 24)
        if !data.isEmpty {
            bytes.append(contentsOf: String(data.count, radix: 16).utf8)
            bytes.append(contentsOf: "\r\n".utf8)
            bytes.append(contentsOf: data)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        if isLast { bytes.append(contentsOf: lastChunk) }
        return bytes
    }
}
