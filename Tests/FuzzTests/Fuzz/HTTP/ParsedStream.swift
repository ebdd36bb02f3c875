import FuzzSupport
import HTTP
import HTTPTypes

/// What a request parser makes of a stream of bytes.
struct ParsedStream: Equatable {
    var heads: [RequestHead] = []
    var bodies: [[UInt8]] = []
    var rejection: Rejection?

    /// The same however the bytes are cut, and whether bodies come whole or in pieces.
    init(_ bytes: [UInt8], limits: MessageLimits) {
        let cuts = Cuts.all(bytes)
        let streams =
            cuts.map { Self($0, limits: limits, streamsBodies: false) }
            + [cuts[0], cuts[1]].map { Self($0, limits: limits, streamsBodies: true) }
        for stream in streams.dropFirst() {
            claim(stream == streams[0], "cut elsewhere it is the same: \(stream) \(streams[0])")
        }
        self = streams[0]
        for body in bodies { claim(body.count <= limits.body, "a body is no longer than \(limits.body)") }
        for head in heads {
            claim(head.headerFields.count <= limits.fieldCount, "no more than \(limits.fieldCount) fields")
        }
        if let rejection {
            claim((400...599).contains(rejection.status.code), "a status of an error: \(rejection)")
            claimSentence(rejection)
        }
    }

    private init(_ pieces: [ArraySlice<UInt8>], limits: MessageLimits, streamsBodies: Bool) {
        var parser = RequestParser(limits: limits)
        var given = 0
        var body: [UInt8] = []
        for piece in pieces {
            parser.append(piece)
            given += piece.count
            while let output = Self.known(parser.next()) {
                switch output {
                case .needMore: break
                case .head(let head):
                    heads.append(head)
                    parser.streamsBody = streamsBodies
                case .piece(let piece):
                    claim(
                        streamsBodies && !piece.isEmpty, "pieces of streamed bodies only, none of them empty")
                    body += piece
                case .end(let whole):
                    claim(!streamsBodies || whole.isEmpty, "nothing comes twice")
                    bodies.append(body + whole)
                    body = []
                case .rejected(let found):
                    rejection = found
                    claim(parser.bufferedCount == 0, "nothing is kept behind a rejection")
                    claim(parser.next() == output, "a rejection is final")
                    return
                }
            }
            claim(parser.bufferedCount <= given, "no more is held than has come")
        }
        claim((0...1).contains(heads.count - bodies.count), "a body behind each head")
    }

    private static func known(_ output: RequestParser.Output) -> RequestParser.Output? {
        output == .needMore ? nil : output
    }
}

extension MessageLimits {
    /// Small enough that short inputs go beyond each.
    static let tight = {
        var limits = MessageLimits()
        limits.requestLine = 48
        limits.field = 40
        limits.fields = 160
        limits.fieldCount = 6
        limits.body = 64
        limits.chunkLine = 16
        return limits
    }()
}
