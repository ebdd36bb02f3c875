import ServiceTestSupport

/// Whether the servers that a test starts speak TLS.
enum Encryption {
    /// What they show then.
    @TaskLocal static var certificate: TestCertificate?
}
