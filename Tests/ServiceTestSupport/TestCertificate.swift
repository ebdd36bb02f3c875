import Foundation

/// A certificate, for this machine unless said otherwise, signed by itself, and its key: two files that go with their last reference.
package final class TestCertificate: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let folder: String
    package var certificate: String { folder + "/certificate.pem" }
    package var key: String { folder + "/key.pem" }

    /// The one that most tests use.
    package static let shared = Result { try TestCertificate() }

    package init(name: String = "localhost", addresses: String = "DNS:localhost,IP:127.0.0.1") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "l2t-tls-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = try Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(addresses)",
                "-keyout", key, "-out", certificate,
            ])
        guard result.code == 0 else { throw Failure(description: result.errors) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Puts the files of another one in the place of its own.
    package func replace(certificate other: TestCertificate, key otherKey: TestCertificate) throws {
        for (from, to) in [(other.certificate, certificate), (otherKey.key, key)] {
            try Data(contentsOf: URL(filePath: from)).write(to: URL(filePath: to), options: .atomic)
        }
    }
}
