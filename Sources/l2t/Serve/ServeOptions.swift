import ArgumentParser
import Foundation
import Logging

/// The flags of `l2t serve`.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address to listen on (default: 127.0.0.1; L2T_HOST)."))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 takes any free one (default: 8080; L2T_PORT)."))
    var port: Int?

    @OptionGroup var encryption: EncryptionOptions

    @OptionGroup var probes: ProbeOptions

    @OptionGroup var state: StateOptions

    @OptionGroup var engine: EngineOptions

    @Option(
        help: ArgumentHelp("Jobs that run at once (default: 2, or 1 on one core; L2T_SLOTS).", valueName: "n")
    )
    var slots: Int?

    @Option(help: ArgumentHelp("Threads of a job (default: cores / slots; L2T_THREADS).", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("Open connections (default: 1024; L2T_MAX_CONNECTIONS).", valueName: "n"))
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "Open connections from one IPv4 address or /64 of IPv6 (default: 64; L2T_MAX_CONNECTIONS_PER_PEER).",
            valueName: "n"))
    var maxConnectionsPerPeer: Int?

    @Option(help: ArgumentHelp("Jobs that may wait (default: 1000; L2T_QUEUE_LIMIT).", valueName: "n"))
    var queueLimit: Int?

    @Flag(
        help: ArgumentHelp(
            "Post the ends of jobs to addresses of this machine and of private networks too "
                + "(L2T_ALLOW_PRIVATE_WEBHOOKS)."))
    var allowPrivateWebhooks = false

    @Option(
        help: ArgumentHelp(
            "A PEM file of the authorities that the certificates of webhook receivers are checked with, instead of those of "
                + "the system (L2T_WEBHOOK_CA).", valueName: "file"))
    var webhookCa: String?

    @Flag(
        help: ArgumentHelp(
            "Take TorchScript students of users. They are code: it runs in the engine's processes alone, which have "
                + "limits and no network, and may still read what the engine may (L2T_ALLOW_TORCHSCRIPT)."))
    var allowTorchscript = false

    @Option(
        help: ArgumentHelp(
            "Jobs of one owner that may wait (default: 100; L2T_QUEUE_LIMIT_PER_TOKEN).", valueName: "n"))
    var queueLimitPerToken: Int?

    @Option(
        help: ArgumentHelp(
            "Requests a minute of one token (default: 60000; L2T_RATE_LIMIT). An address may fail to name a valid "
                + "token a hundredth as often.", valueName: "n"))
    var rateLimit: Int?

    @Flag(
        help: ArgumentHelp(
            "Let nobody in without a token even if none was ever made (L2T_REQUIRE_TOKENS)."))
    var requireTokens = false

    @Option(
        help: ArgumentHelp(
            "The largest data set or student that can be uploaded, in MiB (default: 1024; L2T_MAX_UPLOAD_MB).",
            valueName: "n"))
    var maxUploadMb: Int?

    @Option(
        help: ArgumentHelp(
            "MiB of the state directory's disk that uploads leave free (default: 512; L2T_DISK_RESERVE_MB).",
            valueName: "n"))
    var diskReserveMb: Int?

    @Option(
        help: ArgumentHelp(
            "MiB that must be free where the state directory is, for jobs to be taken or begun (default: 64; "
                + "L2T_MIN_FREE_MB).", valueName: "n"))
    var minFreeMb: Int?

    @Option(
        help: ArgumentHelp(
            "What is logged: trace, debug, info, notice, warning, error or critical (default: info; L2T_LOG_LEVEL).",
            valueName: "level"))
    var logLevel: String?

    @Flag(
        help: ArgumentHelp(
            "Listen on an address that others reach though there is no token: anybody may then submit and delete "
                + "jobs (L2T_INSECURE_NO_AUTHENTICATION)."))
    var insecureNoAuthentication = false

    /// All settings, checked. - Throws: `CommandError` for the first that is wrong.
    func settings(_ environment: [String: String]) throws(CommandError) -> ServeSettings {
        func setting(_ flag: String) -> Setting { Setting(flag, environment: environment) }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let slots = try setting("--slots").integer(slots, in: 1...256) ?? min(2, cores)
        return ServeSettings(
            host: setting("--host").text(host) ?? "127.0.0.1",
            port: UInt16(try setting("--port").integer(port, in: 0...65_535) ?? 8080),
            tls: try encryption.identity(environment),
            probes: try probes.address(environment),
            stateDirectory: state.directory(environment),
            engine: try engine.program(environment),
            slots: slots,
            threads: try setting("--threads").integer(threads, in: 1...1024) ?? max(1, cores / slots),
            maxConnections: try setting("--max-connections").integer(maxConnections, in: 8...1_000_000)
                ?? 1024,
            maxConnectionsPerPeer: try setting("--max-connections-per-peer").integer(
                maxConnectionsPerPeer, in: 1...1_000_000) ?? 64,
            queueLimit: try setting("--queue-limit").integer(queueLimit, in: 1...1_000_000) ?? 1000,
            queueLimitPerToken: try setting("--queue-limit-per-token").integer(
                queueLimitPerToken, in: 1...1_000_000) ?? 100,
            rateLimit: try setting("--rate-limit").integer(rateLimit, in: 1...100_000_000) ?? 60_000,
            requiresTokens: try setting("--require-tokens").flag(requireTokens),
            isInsecure: try setting("--insecure-no-authentication").flag(insecureNoAuthentication),
            allowsPrivateWebhooks: try setting("--allow-private-webhooks").flag(allowPrivateWebhooks),
            webhookAuthorities: try authorities(setting("--webhook-ca")),
            allowsTorchScript: try setting("--allow-torchscript").flag(allowTorchscript),
            maxUploadMb: try setting("--max-upload-mb").integer(maxUploadMb, in: 1...1_000_000) ?? 1024,
            diskReserveMb: try setting("--disk-reserve-mb").integer(diskReserveMb, in: 0...1_000_000_000)
                ?? 512,
            minimumFreeSpace: (try setting("--min-free-mb").integer(minFreeMb, in: 0...1_000_000) ?? 64)
                << 20,
            logLevel: try level(setting("--log-level")))
    }

    /// Read at each post, and so checked here.
    private func authorities(_ setting: Setting) throws(CommandError) -> String? {
        guard let path = setting.text(webhookCa) else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            text.contains("-----BEGIN CERTIFICATE-----")
        else {
            throw .settingInvalid(
                name: setting.name(webhookCa), found: path,
                allowed: "a PEM file of certificates that can be read")
        }
        return path
    }

    private func level(_ setting: Setting) throws(CommandError) -> Logger.Level {
        let text = setting.text(logLevel) ?? "info"
        guard let level = Logger.Level(rawValue: text) else {
            let allowed = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw .settingInvalid(name: setting.name(logLevel), found: text, allowed: "one of \(allowed)")
        }
        return level
    }
}
