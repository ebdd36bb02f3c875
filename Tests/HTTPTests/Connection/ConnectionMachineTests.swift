import Testing

@testable import HTTP

@Suite struct ConnectionMachineTests {
    private func machine(
        maxRequests: Int = 100, after events: [ConnectionMachine.Event] = []
    ) -> ConnectionMachine {
        var machine = ConnectionMachine(maxRequests: maxRequests)
        for event in events { _ = machine.handle(event) }
        return machine
    }

    private let head = ConnectionMachine.Event.head(closes: false, expectsContinue: false)
    private var toHandling: [ConnectionMachine.Event] { [.bytes, head, .request] }

    @Test func aRequestGoesOnceAround() {
        var machine = machine()
        #expect(machine.handle(.bytes) == .nothing)
        #expect(machine.handle(.head(closes: false, expectsContinue: true)) == .sendContinue)
        #expect(machine.handle(.request) == .dispatch)
        #expect(machine.handle(.answered(streams: false)) == .nothing)
        #expect(machine.phase == .answering)
        #expect(machine.handle(.drained) == .nothing)
        #expect(machine.phase == .idle)
        #expect(machine.requests == 1)
    }

    @Test func theLastAllowedRequestEndsTheConnection() {
        let round = toHandling + [.answered(streams: false), .drained]
        var machine = machine(maxRequests: 2, after: round + toHandling + [.answered(streams: false)])
        #expect(machine.closesAfterAnswer)
        #expect(machine.handle(.drained) == .linger)
        #expect(machine.handle(.endOfInput) == .close)
    }

    @Test func eachTimeOutHasItsAnswer() {
        let cases: [([ConnectionMachine.Event], ConnectionMachine.Action)] = [
            ([], .close), ([.bytes], .answerSlowRequest), ([.bytes, head], .answerSlowRequest),
            (toHandling, .answerSlowHandler), (toHandling + [.answered(streams: false)], .close),
            (toHandling + [.answered(streams: true)], .close),
            ([.bytes, .refused(closes: true), .drained], .close),
        ]
        for (events, action) in cases {
            var machine = machine(after: events)
            #expect(machine.handle(.timeOut) == action, "\(events)")
        }
    }

    @Test func anEncryptedConnectionBeginsWithItsHandshake() {
        let fresh = ConnectionMachine(maxRequests: 100, isEncrypted: true)
        let cases: [(ConnectionMachine.Event, ConnectionMachine.Action, ConnectionMachine.Phase)] = [
            (.secured, .nothing, .idle), (.handshakeFailed, .linger, .lingering),
            (.refused(closes: true), .nothing, .answering), (.hangUp, .nothing, .handshake),
            (.bytes, .nothing, .handshake), (.timeOut, .close, .closed), (.stop, .close, .closed),
            (.cut, .close, .closed), (.lost, .close, .closed),
        ]
        for (event, action, phase) in cases {
            var machine = fresh
            #expect(machine.handle(event) == action, "\(event)")
            #expect(machine.phase == phase, "\(event)")
        }
    }

    @Test func aHangUpReachesHandlerAndStream() {
        var handling = machine(after: toHandling)
        #expect(handling.handle(.hangUp) == .cancelHandler(.peerClosed))
        #expect(handling.phase == .handling)
        #expect(handling.handle(.abandoned) == .close)
        var streaming = machine(after: toHandling + [.answered(streams: true)])
        #expect(streaming.handle(.hangUp) == .close)
        var answering = machine(after: toHandling + [.answered(streams: false)])
        #expect(answering.handle(.hangUp) == .nothing)
    }

    @Test func stoppingLetsFinishWhatIsUnderWay() {
        var idle = machine()
        #expect(idle.handle(.stop) == .close)
        for events in [[.bytes], [.bytes, head]] {
            var reading = machine(after: events)
            #expect(reading.handle(.stop) == .nothing)
            #expect(reading.closesAfterAnswer)
        }
        var handling = machine(after: toHandling)
        #expect(handling.handle(.stop) == .cancelHandler(.serverStopping))
        _ = handling.handle(.answered(streams: false))
        #expect(handling.handle(.drained) == .linger)
        var streaming = machine(after: toHandling + [.answered(streams: true)])
        #expect(streaming.handle(.stop) == .endStream(.serverStopping))
        #expect(streaming.handle(.streamEnded) == .nothing)
        #expect(streaming.handle(.drained) == .linger)
    }

    private let streamedHead = ConnectionMachine.Event.streamedHead(closes: false)
    private let accepted = ConnectionMachine.Event.accepted(expectsContinue: false)

    @Test func aStreamedBodyIsAskedForAfterItIsTaken() {
        var machine = machine(after: [.bytes])
        #expect(machine.handle(streamedHead) == .open)
        #expect(machine.phase == .opening)
        #expect(machine.handle(.accepted(expectsContinue: true)) == .sendContinue)
        #expect(machine.phase == .receiving)
        #expect(machine.handle(.request) == .finishBody)
        #expect(machine.phase == .handling)
        #expect(machine.requests == 1)
    }

    @Test func anEarlyAnswerEndsTheConnectionOfAnUnreadBody() {
        for events in [[streamedHead], [streamedHead, accepted]] {
            for closes in [false, true] {
                var machine = machine(after: [.bytes] + events)
                #expect(machine.handle(.answeredEarly(streams: false, closes: closes)) == .nothing)
                #expect(machine.phase == .answering)
                #expect(machine.handle(.drained) == (closes ? .linger : .nothing))
            }
        }
    }

    @Test func aStreamedBodyEndsWithItsConnectionOrItsTime() {
        var opening = machine(after: [.bytes, streamedHead])
        #expect(opening.handle(.hangUp) == .nothing)
        #expect(opening.handle(.timeOut) == .answerSlowHandler)
        #expect(opening.closesAfterAnswer)
        let receiving = machine(after: [.bytes, streamedHead, accepted])
        let ends: [(ConnectionMachine.Event, ConnectionMachine.Action)] = [
            (.timeOut, .answerSlowRequest), (.endOfInput, .close), (.lost, .close),
            (.refused(closes: true), .nothing),
            (.stop, .nothing), (.hangUp, .nothing),
        ]
        for (event, action) in ends {
            var machine = receiving
            #expect(machine.handle(event) == action, "\(event)")
        }
    }

    @Test func anAnswerAfterTheTimeOutChangesNothing() {
        var machine = machine(after: toHandling + [.timeOut])
        let before = machine
        #expect(machine.handle(.answered(streams: true)) == .nothing)
        #expect(machine == before)
    }

    @Test func everyPhaseEndsWithACutAndStaysClosed() {
        let stream = ConnectionMachine.Event.answered(streams: true)
        let streamed = [ConnectionMachine.Event.bytes, streamedHead]
        for events in [
            [], [.bytes], [.bytes, head], toHandling, toHandling + [stream], streamed, streamed + [accepted],
        ] {
            for last in [ConnectionMachine.Event.cut, .lost] {
                var machine = machine(after: events)
                #expect(machine.handle(last) == .close)
                for event in [ConnectionMachine.Event.bytes, .stop, .timeOut, .lost, .cut, .drained, .hangUp]
                {
                    #expect(machine.handle(event) == .nothing)
                    #expect(machine.phase == .closed)
                }
            }
        }
    }
}
