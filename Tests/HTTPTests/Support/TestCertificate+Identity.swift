import ServiceTestSupport

@testable import HTTP

extension TestCertificate {
    func identity() throws -> TLSIdentity { try TLSIdentity(certificate: certificate, key: key) }
}
