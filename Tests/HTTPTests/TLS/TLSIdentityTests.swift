import Foundation
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct TLSIdentityTests {
    /// What is said of the two files.
    private func sentence(_ certificate: String, _ key: String) -> String {
        do throws(HTTPServerError) {
            _ = try TLSIdentity(certificate: certificate, key: key)
            return "nothing"
        } catch {
            return error.description
        }
    }

    @Test func filesThatCannotBeUsedAreNamed() throws {
        let own = try TestCertificate()
        let (certificate, key) = (own.certificate, own.key)
        let empty = own.folder + "/empty.pem"
        try Data().write(to: URL(filePath: empty))
        let locked = own.folder + "/locked.pem"
        let result = try Program.run(
            "/usr/bin/openssl", ["ec", "-in", key, "-aes128", "-passout", "pass:secret", "-out", locked])
        #expect(result.code == 0)
        let other = try TestCertificate()
        for (first, second, expected) in [
            (certificate, key, "nothing"),
            ("/nowhere", key, "The TLS certificate '/nowhere' cannot be used: No such file or directory."),
            (certificate, "/nowhere", "The TLS key '/nowhere' cannot be used: No such file or directory."),
            ("/tmp", key, "The TLS certificate '/tmp' cannot be used: it is not a regular file."),
            (
                empty, key,
                "The TLS certificate '\(empty)' cannot be used: it holds no certificate in PEM form."
            ),
            (key, key, "The TLS certificate '\(key)' cannot be used: it holds no certificate in PEM form."),
            (
                certificate, empty,
                "The TLS key '\(empty)' cannot be used: it holds no private key in PEM form."
            ),
            (
                certificate, certificate,
                "The TLS key '\(certificate)' cannot be used: it holds no private key in PEM form."
            ),
            (
                certificate, locked,
                "The TLS key '\(locked)' cannot be used: it is protected by a passphrase, and a key without "
                    + "one is needed."
            ),
            (
                certificate, other.key,
                "The TLS key '\(other.key)' does not belong to the certificate '\(certificate)'; the two must "
                    + "be made together."
            ),
        ] {
            #expect(sentence(first, second) == expected)
        }
    }

    @Test func aKeyOfAnotherKindDoesNotBelongEither() throws {
        let own = try TestCertificate()
        let rsa = own.folder + "/rsa.pem"
        let result = try Program.run("/usr/bin/openssl", ["genrsa", "-out", rsa, "2048"])
        #expect(result.code == 0)
        #expect(sentence(own.certificate, rsa).contains("does not belong to the certificate"))
    }

    @Test func theEndOfTheCertificateIsKnown() throws {
        let own = try TestCertificate()
        let left = try own.identity().expiry - Int(Date().timeIntervalSince1970)
        #expect(abs(left - 2 * 86_400) < 600)
    }

    @Test func newFilesAreForNewConnections() throws {
        let files = try TestCertificate(name: "files")
        let first = try TestCertificate(name: "first")
        let second = try TestCertificate(name: "second")
        try files.replace(certificate: first, key: first)
        let identity = try files.identity()
        let server = try TestServer { $0.tls = identity }
        let old = try RawClient(port: server.port, trusts: first)
        #expect(throws: RawClient.Failure.self) { try RawClient(port: server.port, trusts: second) }

        try files.replace(certificate: second, key: second)
        try identity.reload()
        let new = try RawClient(port: server.port, trusts: second)
        #expect(throws: RawClient.Failure.self) { try RawClient(port: server.port, trusts: first) }

        // A pair that does not belong together changes nothing.
        try files.replace(certificate: first, key: second)
        #expect(
            throws: HTTPServerError.keyOfAnotherCertificate(key: files.key, certificate: files.certificate)
        ) { try identity.reload() }
        let newer = try RawClient(port: server.port, trusts: second)
        for client in [old, new, newer] {
            try client.request("GET", "/hello")
            #expect(try client.answer().text == "hello")
        }
    }
}
