import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct RequestParserTests {
    @Test func everyGoodMessageIsTakenWhole() {
        for (text, count) in Messages.good {
            let outputs = parse(text)
            #expect(outputs.count == 2 * count, "\(text)\n\(outputs)")
            for output in outputs {
                if case .rejected(let rejection) = output { Issue.record("\(text)\n\(rejection)") }
            }
        }
    }

    @Test func everyBadMessageIsRejectedWithASentence() {
        for (text, status, detail) in Messages.bad {
            let rejection = rejection(text)
            #expect(
                rejection?.status.code == status, "\(text.debugDescription) \(String(describing: rejection))")
            #expect(rejection?.detail.contains(detail) == true, "\(text) \(String(describing: rejection))")
        }
    }

    @Test func nothingBehindARejectionIsRead() {
        for (text, _, _) in Messages.bad {
            let outputs = parse(text + "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n")
            for case .head(let head) in outputs { #expect(head.target != "/hidden", "\(text)") }
            var parser = RequestParser()
            parser.append(text.utf8)
            while case .head = parser.next() {}
            let first = parser.next()
            parser.append("GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            #expect(parser.next() == first)
            #expect(parser.bufferedCount == 0)
        }
    }

    @Test func theSplitOfTheBytesMakesNoDifference() {
        for text in Messages.good.map(\.0) + Messages.bad.map(\.0) {
            let bytes = Array(text.utf8)
            let whole = parse([bytes])
            #expect(parse(bytes.map { [$0] }) == whole, "\(text)")
            for split in 1..<bytes.count {
                #expect(
                    parse([Array(bytes[..<split]), Array(bytes[split...])]) == whole, "\(split): \(text)")
            }
        }
    }

    @Test func seededNoiseNeverBreaksTheParser() {
        var random = SplitMix(seed: 7)
        let templates = (Messages.good.map(\.0) + Messages.bad.map(\.0)).map { Array($0.utf8) }
        var rejected = 0
        for round in 0..<4000 {
            var bytes = templates[round % templates.count]
            for _ in 0...Int.random(in: 0..<6, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                default: if bytes.count > 1 { bytes.remove(at: at) }
                }
            }
            let whole = parse([bytes])
            if case .rejected? = whole.last { rejected += 1 }
            #expect(parse(bytes.map { [$0] }) == whole, "\(bytes)")
        }
        #expect(rejected > 1000)
    }

    @Test func theHeadSaysWhatWasSent() {
        let outputs = parse(
            "POST /a%20b?c=d HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\nx-two:  2 \r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc")
        guard case .head(let head)? = outputs.first else {
            Issue.record("\(outputs)")
            return
        }
        #expect(head.method == .post)
        #expect(head.target == "/a%20b?c=d")
        #expect(head.headerFields[values: HTTPField.Name("X-Two") ?? .accept] == ["1", "2"])
        #expect(head.framing == .length(3))
        #expect(head.closes && head.expectsContinue && head.hasBody)
        #expect(outputs.last == .end(body: Array("abc".utf8)))
    }

    @Test func chunksAreJoined() {
        let outputs = parse(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n00002;e\r\nde\r\n0\r\n\r\n"
        )
        #expect(outputs.last == .end(body: Array("abcde".utf8)))
    }

    @Test func anAbsoluteTargetLosesItsAuthority() {
        for (target, expected) in [
            ("http://a/b?c", "/b?c"), ("HTTPS://a:1", "/"), ("http://a?b=/c", "/?b=/c"),
        ] {
            guard case .head(let head)? = parse("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").first else {
                Issue.record("\(target)")
                continue
            }
            #expect(head.target == expected)
        }
    }

    @Test func aStreamedBodyIsTheSameHoweverItIsSplit() {
        let chunked =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x\r\n0123456789\r\n"
            + "0\r\nTrailer: t\r\n\r\n"
        let counted = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\nabc0123456789"
        for message in [chunked, counted] {
            let bytes = Array((message + message).utf8)
            for size in 1...bytes.count {
                var parser = RequestParser()
                var bodies: [[UInt8]] = []
                for start in stride(from: 0, to: bytes.count, by: size) {
                    parser.append(bytes[start..<min(start + size, bytes.count)])
                    next: while true {
                        switch parser.next() {
                        case .needMore: break next
                        case .head:
                            #expect(!parser.streamsBody)
                            parser.streamsBody = true
                            bodies.append([])
                        case .piece(let piece):
                            #expect(!piece.isEmpty)
                            bodies[bodies.count - 1] += piece
                        case .end(let rest): #expect(rest.isEmpty)
                        case .rejected(let rejection): Issue.record("\(rejection)")
                        }
                    }
                }
                #expect(bodies == Array(repeating: Array("abc0123456789".utf8), count: 2), "\(size)")
            }
        }
    }

    @Test func theBodyLimitOfARouteHoldsForOneMessage() {
        var parser = RequestParser()
        parser.append("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd".utf8)
        parser.append("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd".utf8)
        _ = parser.next()
        parser.bodyLimit = 4
        #expect(parser.next() == .end(body: Array("abcd".utf8)))
        _ = parser.next()
        parser.bodyLimit = 3
        guard case .rejected(let rejection) = parser.next() else {
            Issue.record("a body of 4 bytes passed a limit of 3")
            return
        }
        #expect(rejection.status == .contentTooLarge)
        #expect(rejection.detail == "The body is larger than 3 bytes; that many are allowed.")
    }

    @Test func eachSizeLimitIsExact() {
        var limits = MessageLimits()
        limits.requestLine = 40
        limits.field = 30
        limits.fields = 100
        limits.fieldCount = 5
        func request(target: Int = 1, fields: [Int] = []) -> String {
            // "GET /… HTTP/1.1" has 14 bytes beside its target.
            var text = "GET /" + String(repeating: "t", count: target - 1) + " HTTP/1.1\r\nHost: a\r\n"
            for size in fields { text += "X: " + String(repeating: "v", count: size - 3) + "\r\n" }
            return text + "\r\n"
        }
        #expect(rejection(request(target: 27), limits: limits) == nil)
        #expect(rejection(request(target: 28), limits: limits)?.status == .uriTooLong)
        #expect(rejection(request(fields: [30]), limits: limits) == nil)
        #expect(rejection(request(fields: [31]), limits: limits)?.status == .requestHeaderFieldsTooLarge)
        // Host takes 9 of the 100 bytes, a field of 28 takes 30.
        #expect(rejection(request(fields: [28, 28, 29]), limits: limits) == nil)
        #expect(
            rejection(request(fields: [28, 28, 30]), limits: limits)?.detail.contains("100 bytes together")
                == true)
        #expect(rejection(request(fields: [5, 5, 5, 5]), limits: limits) == nil)
        #expect(
            rejection(request(fields: [5, 5, 5, 5, 5]), limits: limits)?.detail.contains("more than 5")
                == true)
    }

    @Test func aLineWithoutEndIsRejectedBeforeItEnds() {
        let endless = String(repeating: "a", count: 9000)
        #expect(rejection("GET /" + endless)?.status == .uriTooLong)
        #expect(rejection("GET / HTTP/1.1\r\nX: " + endless)?.status == .requestHeaderFieldsTooLarge)
        #expect(
            rejection("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" + endless)?.status
                == .badRequest)
    }

    @Test func chunkExtensionsAndTrailersHaveAnEnd() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "1;" + String(repeating: "e", count: 200) + "\r\na\r\n"
        #expect(rejection(head + String(repeating: chunk, count: 100))?.detail.contains("extensions") == true)
        #expect(
            rejection(head + "0\r\n" + String(repeating: "T: t\r\n", count: 101))?.status
                == .requestHeaderFieldsTooLarge)
    }

    @Test func theTimeIsLinearInTheBytes() {
        // A body in a million pieces of one byte, and a head near its limit byte by byte: quadratic work would take
        // minutes.
        var parser = RequestParser()
        parser.append("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n".utf8)
        _ = parser.next()
        let piece: [UInt8] = [0x61]
        for _ in 1..<300_000 {
            parser.append(piece)
            if parser.next() != .needMore { Issue.record("too early") }
        }
        parser.append(piece)
        #expect(parser.next() == .end(body: [UInt8](repeating: 0x61, count: 300_000)))
    }
}
