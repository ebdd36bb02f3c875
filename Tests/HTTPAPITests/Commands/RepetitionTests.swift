import Testing

@testable import l2t

@Suite struct RepetitionTests {
    @Test func theSameIsSaidOnceAMinute() {
        let repetition = Repetition()
        let start = ContinuousClock.now
        #expect(repetition.isNews("full", at: start))
        #expect(!repetition.isNews("full", at: start + .seconds(59)))
        #expect(repetition.isNews("full", at: start + .seconds(60)))
        #expect(!repetition.isNews("full", at: start + .seconds(61)))
        #expect(repetition.isNews("broken", at: start + .seconds(61)))
    }
}
