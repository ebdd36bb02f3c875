import Testing

@testable import HTTP

@Suite struct StreamBufferTests {
    private let buffer: StreamBuffer

    init() throws {
        buffer = StreamBuffer(
            key: ExchangeKey(connection: 2, number: 1), capacity: 100, heartbeat: [],
            mailbox: try Mailbox(), pool: HandlerPool(width: 1, queueLimit: 0))
    }

    private func record(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

    /// What the loop finds; what it found before is written then.
    private func taken() -> [UInt8]? {
        if case .bytes(let bytes, isLast: false) = buffer.take() { bytes } else { nil }
    }

    @Test func aRecordOfAnySizeGoesIntoAnEmptyBufferAndNothingBehindIt() {
        #expect(buffer.hasRoom(for: 1000))
        #expect(buffer.send(record(1000)) == .accepted)
        #expect(buffer.bufferedBytes == 1000)
        #expect(taken() == record(1000))
        // On its way it is not yet written.
        #expect(buffer.bufferedBytes == 1000)
        #expect(!buffer.hasRoom(for: 1))
        #expect(buffer.send([]) == .accepted)
        #expect(taken() == nil)
        #expect(buffer.bufferedBytes == 0)
        #expect(buffer.send(record(1)) == .accepted)
    }

    @Test func littleBeforeItIsNoHindrance() {
        #expect(buffer.send(record(25)) == .accepted)
        #expect(buffer.send(record(1000)) == .accepted)
        #expect(taken() == record(1025))
    }

    @Test func whatHasNoRoomOverflows() {
        #expect(buffer.send(record(26)) == .accepted)
        #expect(buffer.hasRoom(for: 74) && !buffer.hasRoom(for: 75))
        #expect(buffer.send(record(75)) == .overflow)
        #expect(buffer.hasOverflowed)
        #expect(buffer.send(record(1)) == .closed)
    }

    /// Or it would ask again and again.
    @Test func whoIsCalledHasRoomForARecordOfAnySize() {
        let called = Signal()
        #expect(buffer.send(record(26)) == .accepted)
        buffer.onDrain { [buffer] in if buffer.hasRoom(for: 1000) { called.fire() } }
        #expect(taken() == record(26))
        #expect(taken() == nil)
        #expect(called.wait())
    }
}
