extension Operation {
    /// What watches the service: it may be served apart from the rest, on a port of its own. There whoever reaches the port
    /// may ask: a token sent to it would not be encrypted.
    package static let probes = all.compactMap { operation -> Operation? in
        guard ["getLiveness", "getReadiness", "getMetricsPage"].contains(operation.id) else { return nil }
        var probe = operation
        probe.access = .anybody
        return probe
    }

    /// All but the probes.
    package static let withoutProbes = all.filter { operation in !probes.contains { $0.id == operation.id } }
}
