import Testing

@testable import l2t

@Suite struct GraceTests {
    /// What is published. That what has not ended by then is cut, StopTests and JobRestartTests show with short ones.
    @Test func aStopHasThirtySeconds() {
        #expect(Service.grace == .seconds(30))
    }
}
