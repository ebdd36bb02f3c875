/// Reads one body, by length or by chunks (RFC 9112, section 7.1). Chunk extensions and trailer fields are checked
/// and left out.
struct BodyReader: Sendable {
    private enum Step {
        case start
        case data(remaining: Int)
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailer
        case done
    }

    private let framing: RequestHead.Framing
    private var step = Step.start
    private var bytes: [UInt8] = []
    /// Of the body, with what was taken away as pieces.
    private var received = 0
    private var trailerSize = 0
    private var trailerCount = 0
    /// Chunk lines beyond their bare minimum, so that tiny chunks with long extensions have an end too.
    private var overhead = 0

    init(framing: RequestHead.Framing) { self.framing = framing }

    var hasBegun: Bool { received > 0 }

    /// Bytes that have come and were not taken away.
    var count: Int { bytes.count }

    /// What has come since the last piece was taken; empty if nothing has.
    mutating func takePiece() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// The whole body once it has come (but for what was taken as pieces), else `nil`.
    mutating func read(
        from lines: inout LineBuffer, limit: Int, limits: MessageLimits
    ) throws(Rejection) -> [UInt8]? {
        while true {
            switch step {
            case .start:
                switch framing {
                case .none:
                    step = .done
                case .length(let length):
                    guard length <= limit else { throw Self.tooLarge(limit) }
                    bytes.reserveCapacity(min(length, 64 * 1024))
                    step = .data(remaining: length)
                case .chunked:
                    step = .chunkSize
                }
            case .data(let remaining):
                let left = remaining - take(remaining, from: &lines)
                step = left == 0 ? .done : .data(remaining: left)
                if left > 0 { return nil }
            case .chunkSize:
                guard let size = try chunkSize(from: &lines, limits: limits) else { return nil }
                guard size <= limit - received else { throw Self.tooLarge(limit) }
                step = size == 0 ? .trailer : .chunkData(remaining: size)
            case .chunkData(let remaining):
                let left = remaining - take(remaining, from: &lines)
                step = left == 0 ? .chunkEnd : .chunkData(remaining: left)
                if left > 0 { return nil }
            case .chunkEnd:
                guard let line = try lines.line(limit: 0, tooLong: { Self.badChunkEnd }) else { return nil }
                guard line.isEmpty else { throw Self.badChunkEnd }
                step = .chunkSize
            case .trailer:
                guard let line = try trailerLine(from: &lines, limits: limits) else { return nil }
                if line.isEmpty { step = .done }
            case .done:
                return bytes
            }
        }
    }

    private mutating func take(_ maximum: Int, from lines: inout LineBuffer) -> Int {
        let taken = lines.take(maximum, into: &bytes)
        received += taken
        return taken
    }

    private mutating func chunkSize(
        from lines: inout LineBuffer, limits: MessageLimits
    ) throws(Rejection) -> Int? {
        let found = try lines.line(limit: limits.chunkLine) {
            Rejection(
                .badRequest,
                "A chunk-size line is longer than \(limits.chunkLine) bytes; that many are allowed.")
        }
        guard let range = found else { return nil }
        let line = lines[range]
        let digits = line.prefix { ByteClass.hexDigit($0) != nil }
        let rest = line.dropFirst(digits.count)
        guard !digits.isEmpty, rest.isEmpty || rest.first == UInt8(ascii: ";"),
            rest.allSatisfy(ByteClass.isFieldContent)
        else {
            throw Rejection(.badRequest, "A chunk-size line is malformed; hexadecimal digits are allowed.")
        }
        overhead += rest.count
        guard overhead <= limits.fields else {
            throw Rejection(
                .badRequest,
                "The chunk extensions are longer than \(limits.fields) bytes; that many are allowed.")
        }
        guard digits.count <= 15, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw Rejection(.contentTooLarge, "A chunk is beyond any size that is allowed.")
        }
        return size
    }

    private mutating func trailerLine(
        from lines: inout LineBuffer, limits: MessageLimits
    ) throws(Rejection) -> Range<Int>? {
        let tooLarge = Rejection(
            .requestHeaderFieldsTooLarge,
            "The trailer fields are larger than what is allowed for header fields: "
                + "\(limits.fieldCount) of \(limits.field) bytes, \(limits.fields) bytes together.")
        guard let line = try lines.line(limit: limits.field, tooLong: { tooLarge }) else { return nil }
        if !line.isEmpty {
            trailerSize += line.count + 2
            trailerCount += 1
            guard trailerSize <= limits.fields, trailerCount <= limits.fieldCount else { throw tooLarge }
            _ = try FieldLine.parse(lines[line])
        }
        return line
    }

    private static let badChunkEnd = Rejection(
        .badRequest, "A chunk's data is not followed by a line end; the chunk is longer than it said.")

    private static func tooLarge(_ limit: Int) -> Rejection {
        Rejection(.contentTooLarge, "The body is larger than \(limit) bytes; that many are allowed.")
    }
}
