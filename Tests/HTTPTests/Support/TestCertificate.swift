import Foundation
import ServiceTestSupport

@testable import HTTP

/// A certificate for this machine, signed by itself, and its key: two files that go with their last reference.
final class TestCertificate: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    var certificate: String { folder + "/certificate.pem" }
    var key: String { folder + "/key.pem" }

    /// The one that most tests use.
    static let shared = Result { try TestCertificate() }

    init(name: String = "localhost") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "l2t-tls-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = try Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", key, "-out", certificate,
            ])
        guard result.code == 0 else { throw Failure(description: result.errors) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func identity() throws -> TLSIdentity { try TLSIdentity(certificate: certificate, key: key) }

    /// Puts the files of another one in the place of its own.
    func replace(certificate other: TestCertificate, key otherKey: TestCertificate) throws {
        for (from, to) in [(other.certificate, certificate), (otherKey.key, key)] {
            try Data(contentsOf: URL(filePath: from)).write(to: URL(filePath: to), options: .atomic)
        }
    }
}
