/// A strict HTTP/1.1 request parser: bytes in; heads, bodies or one final rejection out. It does no I/O, its result
/// does not depend on how the bytes are split, and its time is linear in their number.
///
/// Pipelined requests come out one after the other: `head`, `end`, `head`, `end` … After a rejection nothing more is
/// read, so no byte behind a malformed message can become a request.
package struct RequestParser: Sendable {
    package enum Output: Sendable, Equatable {
        case needMore
        /// The head is complete. `bodyLimit` and `streamsBody` may be set now, before `next()` is called again.
        case head(RequestHead)
        /// A part of a body that is streamed; never empty.
        case piece([UInt8])
        /// The message is complete. The body is empty where it was streamed.
        case end(body: [UInt8])
        case rejected(Rejection)
    }

    enum Phase: Equatable {
        case requestLine
        case fields
        case body
        case rejected(Rejection)
    }

    /// The largest body of the current message; `limits.body` again for each new message.
    package var bodyLimit: Int
    /// Whether the current message's body comes out as pieces, as it arrives; `false` again for each new message.
    package var streamsBody = false

    let limits: MessageLimits
    private var phase = Phase.requestLine
    private var lines: LineBuffer
    private var head = HeadBuilder()
    private var body = BodyReader(framing: .none)

    package init(limits: MessageLimits = MessageLimits()) {
        self.limits = limits
        bodyLimit = limits.body
        lines = LineBuffer()
    }

    /// Bytes that are held and not yet part of a returned message.
    package var bufferedCount: Int { lines.count }

    /// Bytes that are held of the current message's body.
    package var bodyCount: Int { body.count }

    /// Whether some byte of the current message's body has come.
    package var hasBodyBytes: Bool { lines.count > 0 || body.hasBegun }

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if case .rejected = phase { return }
        lines.append(bytes)
    }

    package mutating func append(_ bytes: some Sequence<UInt8>) {
        Array(bytes).withUnsafeBytes { append($0) }
    }

    /// The next thing that the bytes so far make known.
    package mutating func next() -> Output {
        do {
            return try step()
        } catch {
            phase = .rejected(error)
            lines.removeAll()
            return .rejected(error)
        }
    }

    private mutating func step() throws(Rejection) -> Output {
        switch phase {
        case .rejected(let rejection):
            throw rejection
        case .requestLine, .fields:
            while let complete = try readHeadLine() {
                guard let complete else { continue }
                phase = .body
                bodyLimit = limits.body
                streamsBody = false
                body = BodyReader(framing: complete.framing)
                return .head(complete)
            }
            return .needMore
        case .body:
            let whole = try body.read(from: &lines, limit: bodyLimit, limits: limits)
            if streamsBody {
                let piece = body.takePiece()
                guard piece.isEmpty else { return .piece(piece) }
            }
            guard let bytes = whole else { return .needMore }
            phase = .requestLine
            body = BodyReader(framing: .none)
            lines.compact()
            return .end(body: bytes)
        }
    }

    /// One line of the head: `nil` if there is no whole one yet, `.some(nil)` if the head goes on behind it.
    private mutating func readHeadLine() throws(Rejection) -> RequestHead?? {
        if phase == .requestLine {
            let found = try lines.line(limit: limits.requestLine) {
                Rejection(
                    .uriTooLong,
                    "The request line is longer than \(limits.requestLine) bytes; that many are allowed.")
            }
            guard let line = found else { return nil }
            // RFC 9112, section 2.2: an empty line before the request line is ignored; one, not any number.
            if line.isEmpty, !head.skippedEmptyLine {
                head.skippedEmptyLine = true
                return .some(nil)
            }
            try head.readRequestLine(lines[line])
            phase = .fields
            return .some(nil)
        }
        let found = try lines.line(limit: limits.field) {
            Rejection(
                .requestHeaderFieldsTooLarge,
                "A header field is longer than \(limits.field) bytes; that many are allowed.")
        }
        guard let line = found else { return nil }
        if line.isEmpty {
            let complete = try head.finish()
            head = HeadBuilder()
            return complete
        }
        try head.readField(lines[line], limits: limits)
        return .some(nil)
    }
}
