@testable import HTTP

/// Everything that a parser makes of some bytes, given in pieces.
func parse(_ pieces: [[UInt8]], limits: MessageLimits = MessageLimits()) -> [RequestParser.Output] {
    var parser = RequestParser(limits: limits)
    var outputs: [RequestParser.Output] = []
    for piece in pieces {
        parser.append(piece)
        next: while true {
            let output = parser.next()
            switch output {
            case .needMore: break next
            case .rejected:
                outputs.append(output)
                return outputs
            case .head, .piece, .end: outputs.append(output)
            }
        }
    }
    return outputs
}

func parse(_ text: String, limits: MessageLimits = MessageLimits()) -> [RequestParser.Output] {
    parse([Array(text.utf8)], limits: limits)
}

/// The status of the rejection, if the bytes are rejected.
func rejection(_ text: String, limits: MessageLimits = MessageLimits()) -> Rejection? {
    guard case .rejected(let rejection)? = parse(text, limits: limits).last else { return nil }
    return rejection
}
