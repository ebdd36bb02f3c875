/// The data of `log` events.
struct LogEvent: Encodable, Sendable {
    var attempt: Int
    var message: String
    var source: LogSource
}
