import Foundation
import HTTPTypes
import ServiceTestSupport
import Testing

@testable import HTTP

/// The client that everybody has, over TLS.
@Suite struct CurlTests {
    private let certificate: TestCertificate

    init() throws { certificate = try TestCertificate.shared.get() }

    private func curl(_ arguments: String...) throws -> Program.Result {
        try Program.run(
            "/usr/bin/curl",
            ["--silent", "--show-error", "--max-time", "60", "--cacert", certificate.certificate] + arguments)
    }

    @Test func curlKeepsItsConnection() throws {
        let server = try TestServer(certificate: certificate)
        let hello = "https://localhost:\(server.port)/hello"
        let result = try curl("--write-out", "\n%{http_version} %{num_connects}\n", hello, hello, hello)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output == "hello\n1.1 1\nhello\n1.1 0\nhello\n1.1 0\n")
        let echo = try curl("--data", "x=y", "https://127.0.0.1:\(server.port)/echo")
        #expect(echo.output == "x=y")
    }

    @Test func curlTrustsNothingElse() throws {
        let server = try TestServer(certificate: certificate)
        let result = try Program.run(
            "/usr/bin/curl", ["--silent", "--show-error", "https://localhost:\(server.port)/hello"])
        // CURLE_PEER_FAILED_VERIFICATION
        #expect(result.code == 60)
    }

    @Test func curlGetsALargeFileWhole() throws {
        let path = certificate.folder + "/\(UUID().uuidString)"
        let size = 48 << 20
        var random = SplitMix(seed: 5)
        let content = Data((0..<(size / 8)).flatMap { _ in withUnsafeBytes(of: random.next(), Array.init) })
        try content.write(to: URL(filePath: path))
        let server = try TestServer(
            [
                Route(.get, "/file", operationID: "file") { (_, responder) in
                    guard let slice = try? FileSlice(path: path) else { return }
                    responder.respond(Response(.ok, body: .file(slice)))
                }
            ], certificate: certificate)
        let copy = path + ".copy"
        for version in ["1.2", "1.3"] {
            let result = try curl(
                "--tlsv\(version)", "--tls-max", version, "--output", copy,
                "https://localhost:\(server.port)/file")
            #expect(result.code == 0, "\(result.errors)")
            #expect(try Data(contentsOf: URL(filePath: copy)) == content)
        }
    }

    @Test func curlSeesAStreamAsItComes() throws {
        let kept = Box<ResponseStream?>(nil)
        let begun = Signal()
        let stream = Route(.get, "/stream", operationID: "stream") { (_, responder) in
            responder.respond(
                Response(
                    .ok,
                    body: .stream(heartbeat: []) {
                        kept.value = $0
                        begun.fire()
                    }))
        }
        let server = try TestServer([stream], certificate: certificate)
        let curl = Process()
        curl.executableURL = URL(filePath: "/usr/bin/curl")
        curl.arguments = [
            "--silent", "--no-buffer", "--max-time", "60", "--cacert", certificate.certificate,
            "https://localhost:\(server.port)/stream",
        ]
        let output = Pipe()
        curl.standardOutput = output
        try curl.run()
        #expect(begun.wait())
        for record in ["one\n", "two\n", "three\n"] {
            // Sent only when the one before has arrived.
            #expect(kept.value?.send(Array(record.utf8)) == .accepted)
            #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == record)
        }
        kept.value?.finish()
        curl.waitUntilExit()
        #expect(curl.terminationStatus == 0)
    }
}
