import HTTP
import HTTPTypes
import Logging
import ServiceTestSupport
import Testing

@testable import l2t

@Suite struct ServerLogTests {
    /// Keeps the levels of what is written.
    private struct Recorder: LogHandler {
        let levels: Box<[Logger.Level]>
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let level = event.level
            levels.update { $0.append(level) }
        }
    }

    private let levels = Box<[Logger.Level]>([])
    private let log: ServerLog

    init() {
        let recorder = Recorder(levels: levels)
        log = ServerLog(Logger(label: "test") { _ in recorder })
    }

    @Test func aFloodOfRefusalsIsOneLineAMinute() {
        for number in 1...3 {
            log.write(.connectionRefused(peer: .loopback, detail: "There are \(number) connections open."))
        }
        #expect(levels.value == [.info, .debug, .debug])
    }

    @Test func aFullQueueIsOneLineAMinute() {
        for operation in ["getJob", "listJobs"] { log.write(.handlerQueueFull(operationID: operation)) }
        #expect(levels.value == [.warning, .debug])
    }

    @Test func theSameFailureToAcceptIsOneLineAMinute() {
        for _ in 0..<3 { log.write(.acceptFailed(reason: "Too many open files")) }
        log.write(.acceptFailed(reason: "Cannot allocate memory"))
        #expect(levels.value == [.error, .error])
    }

    @Test func whatClientsDoWrongIsForThoseWhoAskForMore() {
        log.write(.streamOverflowed(operationID: "streamEvents"))
        log.write(.handshakeFailed(peer: .loopback, reason: "It took too long."))
        log.write(.requestRejected(peer: .loopback, Rejection(.badRequest, "The request line is malformed.")))
        #expect(levels.value == [.debug, .debug, .debug])
    }
}
