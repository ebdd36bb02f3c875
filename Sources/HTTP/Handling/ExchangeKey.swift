/// One request of one connection, so that an answer that comes late is not taken for the next request's.
struct ExchangeKey: Sendable, Hashable {
    let connection: UInt64
    let number: Int
}
