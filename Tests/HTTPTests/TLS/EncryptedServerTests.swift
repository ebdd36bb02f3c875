import ServiceTestSupport
import Testing

@testable import HTTP

/// What the server promises in the clear, it promises over TLS: the same tests, with another transport.
@Suite struct EncryptedServerTests {
    private static let claims: [String: @Sendable () throws -> Void] = {
        let exchanges = ExchangeTests()
        let streams = StreamTests()
        let limits = LimitTests()
        let stops = StopTests()
        return [
            "one after the other": { try exchanges.aConnectionServesOneRequestAfterTheOther() },
            "pipelined": { try exchanges.pipelinedRequestsAreAnsweredInOrder() },
            "byte by byte": { try exchanges.aRequestMayComeByteByByte() },
            "bodies": { try exchanges.bodiesComeByLengthAndByChunks() },
            "100-continue": { try exchanges.aBodyIsAskedForBeforeItIsSent() },
            "HEAD": { try exchanges.headGetsTheHeadOfGet() },
            "refusals": { try exchanges.nothingHiddenBehindARefusalIsServed() },
            "later": { try exchanges.anAnswerComesLaterFromAnyThread() },
            "hang-up": { try exchanges.aHandlerHearsOfAHangUpAtOnce() },
            "half-close": { try exchanges.aClientThatEndsItsHalfStillGetsItsAnswer() },
            "files": { try exchanges.partsOfFilesAreSent() },
            "client gone": { try exchanges.aClientThatIsGoneHarmsNobody() },
            "shrunk file": { try exchanges.aFileThatShrinksEndsTheConnection() },
            "IPv6": { try exchanges.ipv6IsServedToo() },
            "counts": { try exchanges.requestsAndBytesAreCounted() },
            "records": { try streams.recordsComeAsTheyAreSentAndTheConnectionGoesOn() },
            "one stream": { try streams.aClientThatWantsOneAnswerOnlyGetsAllOfTheStream() },
            "heartbeats": { try streams.silenceIsFilledWithHeartbeats() },
            "subscriber gone": { try streams.aHangUpEndsTheStreamAtOnce() },
            "lazy subscriber": { try streams.aSubscriberThatNeverReadsIsClosedAndOthersGoOn() },
            "large record": { try streams.aRecordLargerThanTheBufferArrivesWholeAndTheStreamGoesOn() },
            "backlog": { try streams.aLongBacklogIsPacedByTheClient() },
            "stalled stream": { try streams.aStalledStreamIsCutOff() },
            "connections": { try limits.aConnectionTooManyIsRefused() },
            "connections of a peer": { try limits.aPeerHasItsOwnLimit() },
            "sizes": { try limits.sizesOfTheHeadAreLimited() },
            "bodies together": { try limits.bodiesAreLimitedTogether() },
            "slow requests": { try limits.aSlowHeadAndASlowBodyAreAnswered() },
            "slow head": { try limits.theTimeOfAHeadIsATotal() },
            "idle": { try limits.anIdleConnectionIsClosed() },
            "requests of a connection": { try limits.aConnectionServesSoManyRequests() },
            "client takes nothing": { try limits.aClientThatTakesNothingIsCutOff() },
            "come and go": { try limits.manyConnectionsThatComeAndGoLeaveNothing() },
            "stop": { try stops.stoppingClosesWhatIsIdleAndTakesNothingNew() },
            "stop under way": { try stops.whatIsUnderWayEndsProperly() },
            "cut": { try stops.whatDoesNotEndIsCutAfterTheGrace() },
            "load": { try LoadTests().noClientStallsUnderLoad() },
        ]
    }()

    @Test(arguments: claims.keys.sorted()) func theSameHolds(_ name: String) throws {
        let claim = try #require(Self.claims[name])
        try Encryption.$certificate.withValue(try TestCertificate.shared.get()) { try claim() }
    }
}
