extension Operation {
    /// What watches the service: it may be served apart from the rest, on a port of its own.
    package static let probes = all.filter {
        ["getLiveness", "getReadiness", "getMetricsPage"].contains($0.id)
    }

    /// All but the probes.
    package static let withoutProbes = all.filter { operation in !probes.contains { $0.id == operation.id } }
}
