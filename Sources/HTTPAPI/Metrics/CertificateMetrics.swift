/// The certificate that the service shows.
package enum CertificateMetrics {
    /// - Parameters: `expiry`: seconds since 1970.
    package static func families(expiry: Int) -> [MetricFamily] {
        [
            MetricFamily(
                "l2t_tls_certificate_expiry_timestamp_seconds", .gauge,
                "When the TLS certificate ends, in seconds since 1970.", Double(expiry))
        ]
    }
}
