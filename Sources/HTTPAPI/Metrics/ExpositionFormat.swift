/// The two text formats in which Prometheus reads metrics.
package enum ExpositionFormat: Sendable, CaseIterable {
    /// Prometheus 0.0.4.
    case prometheus
    /// OpenMetrics 1.0.0.
    case openMetrics

    var mediaType: MediaType {
        switch self {
        case .prometheus: .prometheus
        case .openMetrics: .openMetrics
        }
    }

    /// OpenMetrics where the client prefers it; the older format is for everybody, whatever `Accept` says.
    init(accept: Accept) {
        let modern = accept.quality(of: .openMetrics)
        self = modern > 0 && modern > accept.quality(of: .prometheus) ? .openMetrics : .prometheus
    }

    package func render(_ families: [MetricFamily]) -> String {
        var text = ""
        for family in families where !family.samples.isEmpty {
            // Prometheus counts `_total` to the family's name, OpenMetrics to the sample's.
            let total = family.kind == .counter ? "_total" : ""
            let name = self == .prometheus ? family.name + total : family.name
            text += "# HELP \(name) \(escaped(family.help, quotes: self == .openMetrics))\n"
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text +=
                    "\(family.name)\(total)\(sample.suffix)\(labels(sample.labels)) \(number(sample.value))\n"
            }
        }
        return self == .openMetrics ? text + "# EOF\n" : text
    }

    private func labels(_ labels: [MetricFamily.Label]) -> String {
        guard !labels.isEmpty else { return "" }
        let members = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "{\(members.joined(separator: ","))}"
    }

    private func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
        return String(value)
    }
}
