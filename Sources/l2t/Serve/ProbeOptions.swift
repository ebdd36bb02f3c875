import ArgumentParser

/// The flags of `l2t serve` that give probes and metrics a port of their own.
struct ProbeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A second port, without encryption, for /livez, /readyz and /metrics, which are not on the first one "
                + "then; 0 takes any free one (L2T_PROBE_PORT).", valueName: "port"))
    var probePort: Int?

    @Option(
        help: ArgumentHelp(
            "The address of the second port (default: 127.0.0.1; L2T_PROBE_HOST).", valueName: "host"))
    var probeHost: String?

    /// Nil where there is no second port.
    func address(_ environment: [String: String]) throws(CommandError) -> ListenAddress? {
        let portSetting = Setting("--probe-port", environment: environment)
        let hostSetting = Setting("--probe-host", environment: environment)
        let host = hostSetting.text(probeHost)
        guard let port = try portSetting.integer(probePort, in: 0...65_535) else {
            guard host == nil else {
                throw .settingAlone(name: hostSetting.name(probeHost), missing: portSetting.flag)
            }
            return nil
        }
        return ListenAddress(host: host ?? "127.0.0.1", port: UInt16(port))
    }
}
