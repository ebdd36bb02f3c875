/// Counters of one server since its start, and gauges of this moment.
package struct ServerStatistics: Sendable, Equatable {
    /// A method and the first digit of a status. Methods that no route could have are counted as OTHER.
    package struct RequestKind: Sendable, Hashable {
        package let method: String
        package let statusClass: Int
    }

    package internal(set) var connectionsAccepted = 0
    package internal(set) var connectionsRefused = 0
    package internal(set) var connectionsOpen = 0
    package internal(set) var handshakesOpen = 0
    /// Those that ended without an encrypted connection, and those that were not begun because of their number.
    package internal(set) var handshakesFailed = 0
    package internal(set) var requests: [RequestKind: Int] = [:]
    package internal(set) var bytesIn = 0
    package internal(set) var bytesOut = 0
    package internal(set) var streamsOpen = 0
    /// What counts of `ServerConfiguration.bodyMemory`.
    package internal(set) var bodyBytesHeld = 0
    package internal(set) var handlersRunning = 0
    package internal(set) var handlersQueued = 0

    package var requestsTotal: Int { requests.values.reduce(0, +) }

    mutating func add(_ other: ServerStatistics) {
        connectionsAccepted += other.connectionsAccepted
        connectionsRefused += other.connectionsRefused
        handshakesFailed += other.handshakesFailed
        requests.merge(other.requests, uniquingKeysWith: +)
        bytesIn += other.bytesIn
        bytesOut += other.bytesOut
    }
}
