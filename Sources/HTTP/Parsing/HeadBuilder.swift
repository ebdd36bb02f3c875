import HTTPTypes

/// Collects the lines of one head and decides the framing at its end.
struct HeadBuilder: Sendable {
    var skippedEmptyLine = false
    private var method = HTTPRequest.Method.get
    private var target = ""
    private var fields = HTTPFields()
    private var fieldsSize = 0
    private var fieldCount = 0
    private var hosts = 0
    private var contentLength: Int?
    private var transferEncoding: String?
    private var expectsContinue = false
    private var closes = false

    // MARK: The request line

    mutating func readRequestLine(_ line: ArraySlice<UInt8>) throws(Rejection) {
        let parts = line.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(ByteClass.isToken),
            let method = HTTPRequest.Method(String(decoding: parts[0], as: UTF8.self))
        else {
            throw Rejection(
                .badRequest,
                "The request line is malformed; a method, a target and HTTP/1.1 with one space between are allowed."
            )
        }
        self.method = method
        try readVersion(parts[2])
        try readTarget(parts[1])
    }

    private func readVersion(_ version: ArraySlice<UInt8>) throws(Rejection) {
        if version.elementsEqual("HTTP/1.1".utf8) { return }
        let digits = version.dropFirst(5)
        guard version.starts(with: "HTTP/".utf8), digits.count == 3, let major = digits.first,
            let minor = digits.last, ByteClass.isDigit(major), ByteClass.isDigit(minor),
            digits[digits.startIndex + 1] == UInt8(ascii: ".")
        else {
            throw Rejection(.badRequest, "The request line does not end with a version; HTTP/1.1 is allowed.")
        }
        throw Rejection(
            .httpVersionNotSupported,
            "The version is \(String(decoding: version, as: UTF8.self)); only HTTP/1.1 is supported.")
    }

    private mutating func readTarget(_ bytes: ArraySlice<UInt8>) throws(Rejection) {
        guard bytes.allSatisfy(ByteClass.isTarget) else {
            throw Rejection(
                .badRequest,
                "The target has a byte outside visible ASCII, or '#'; such bytes must be percent-encoded.")
        }
        if bytes.first == UInt8(ascii: "/") {
            target = String(decoding: bytes, as: UTF8.self)
            return
        }
        if bytes.elementsEqual("*".utf8), method == .options {
            target = "*"
            return
        }
        // Absolute form (RFC 9112, section 3.2.2): every server has to take it.
        let text = String(decoding: bytes, as: UTF8.self)
        for scheme in ["http://", "https://"] where text.lowercased().hasPrefix(scheme) {
            let rest = bytes.dropFirst(scheme.utf8.count)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            guard end > rest.startIndex, rest[..<end].allSatisfy(ByteClass.isHost) else { break }
            let path = String(decoding: rest[end...], as: UTF8.self)
            target = path.hasPrefix("/") ? path : "/" + path
            return
        }
        throw Rejection(
            .badRequest, "The target is neither a path that begins with '/' nor an absolute http URL.")
    }

    // MARK: Fields

    mutating func readField(_ line: ArraySlice<UInt8>, limits: MessageLimits) throws(Rejection) {
        fieldsSize += line.count + 2
        fieldCount += 1
        guard fieldsSize <= limits.fields else {
            throw Rejection(
                .requestHeaderFieldsTooLarge,
                "The header fields are longer than \(limits.fields) bytes together; that many are allowed.")
        }
        guard fieldCount <= limits.fieldCount else {
            throw Rejection(
                .requestHeaderFieldsTooLarge,
                "There are more than \(limits.fieldCount) header fields; that many are allowed.")
        }
        let (name, value) = try FieldLine.parse(line)
        try readFraming(name.canonicalName, value)
        fields.append(HTTPField(name: name, value: value))
    }

    private mutating func readFraming(_ name: String, _ value: ArraySlice<UInt8>) throws(Rejection) {
        switch name {
        case "host":
            hosts += 1
            guard value.allSatisfy(ByteClass.isHost) else {
                throw Rejection(
                    .badRequest, "The Host field is malformed; a host name or address and a port are allowed."
                )
            }
        case "content-length":
            guard contentLength == nil else {
                throw Rejection(.badRequest, "There are two Content-Length fields; one is allowed.")
            }
            contentLength = try Self.length(value)
        case "transfer-encoding":
            guard transferEncoding == nil else {
                throw Rejection(.badRequest, "There are two Transfer-Encoding fields; one is allowed.")
            }
            transferEncoding = String(decoding: value, as: UTF8.self).lowercased()
        case "expect":
            guard String(decoding: value, as: UTF8.self).lowercased() == "100-continue" else {
                throw Rejection(
                    .expectationFailed, "The Expect field asks for something other than 100-continue.")
            }
            expectsContinue = true
        case "connection":
            let options = String(decoding: value, as: UTF8.self).lowercased()
            if options.split(whereSeparator: { ", \t".contains($0) }).contains("close") { closes = true }
        default:
            break
        }
    }

    private static func length(_ value: ArraySlice<UInt8>) throws(Rejection) -> Int {
        guard !value.isEmpty, value.allSatisfy(ByteClass.isDigit) else {
            throw Rejection(.badRequest, "The Content-Length is not a number; decimal digits are allowed.")
        }
        guard let length = Int(String(decoding: value, as: UTF8.self)) else {
            throw Rejection(.contentTooLarge, "The Content-Length is beyond any size that is allowed.")
        }
        return length
    }

    // MARK: The end

    func finish() throws(Rejection) -> RequestHead {
        guard hosts == 1 else {
            throw Rejection(
                .badRequest,
                "There \(hosts == 0 ? "is no Host field" : "are \(hosts) Host fields"); exactly one is allowed."
            )
        }
        if transferEncoding != nil, contentLength != nil {
            throw Rejection(
                .badRequest, "There are both Content-Length and Transfer-Encoding; one of them is allowed.")
        }
        if let transferEncoding, transferEncoding != "chunked" {
            throw Rejection(
                .notImplemented, "The Transfer-Encoding is not 'chunked', the only one that is supported.")
        }
        if method == .connect {
            throw Rejection(.notImplemented, "CONNECT is not supported; this is not a proxy.")
        }
        let framing: RequestHead.Framing =
            transferEncoding != nil ? .chunked : contentLength.map { .length($0) } ?? .none
        return RequestHead(
            method: method, target: target, headerFields: fields, framing: framing,
            expectsContinue: expectsContinue, closes: closes)
    }
}
