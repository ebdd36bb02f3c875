import HTTP
import Logging

/// All that `l2t serve` is told, once, at its start.
struct ServeSettings: Sendable {
    var host: String
    /// 0: any free one.
    var port: UInt16
    /// Without one, HTTP is spoken in the clear.
    var tls: TLSIdentity?
    /// Where probes and metrics are, if not beside the rest.
    var probes: ListenAddress?
    var stateDirectory: String
    var engine: EngineProgram
    var slots: Int
    var threads: Int
    var maxConnections: Int
    var maxConnectionsPerPeer: Int
    var queueLimit: Int
    var queueLimitPerToken: Int
    /// Requests a minute of one token.
    var rateLimit: Int
    var requiresTokens: Bool
    /// Whether others may reach a service that has no tokens.
    var isInsecure: Bool
    /// Whether ends of jobs may be posted to addresses that are not of the public internet.
    var allowsPrivateWebhooks: Bool
    /// A PEM file of the authorities that receivers' certificates are checked with; nil: those of the system.
    var webhookAuthorities: String?
    /// Whether students may be TorchScript modules of users.
    var allowsTorchScript: Bool
    var maxUploadMb: Int
    var diskReserveMb: Int
    /// In bytes.
    var minimumFreeSpace: Int
    var logLevel: Logger.Level

    /// Whether only programs of this machine reach the address.
    var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || (isAddress && parts[0] == "127")
    }
}
