import Foundation
import ServiceTestSupport
import Specification
import Testing

/// What `l2t serve` is told of its ports: a certificate for the first, probes on a second.
@Suite struct ServePortTests {
    /// A certificate and its key, made by openssl.
    private struct Files {
        let folder: TestFolder
        var certificate: String { folder.path + "/certificate.pem" }
        var key: String { folder.path + "/key.pem" }
        var flags: [String] { ["--tls-certificate", certificate, "--tls-key", key] }

        init() throws {
            folder = try TestFolder()
            try make()
        }

        func make() throws {
            let result = try Program.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key,
                    "-out", certificate,
                ])
            try #require(result.code == 0, "\(result.errors)")
        }

        func curl(_ port: UInt16, _ target: String, _ flags: [String] = []) throws -> Program.Result {
            try Program.run(
                "/usr/bin/curl",
                ["--silent", "--show-error", "--max-time", "60", "--cacert", certificate] + flags
                    + ["https://localhost:\(port)\(target)"])
        }
    }

    @Test func aJobIsPostedAndFollowedOverTLS() throws {
        let files = try Files()
        let service = try RunningService(state: files.folder.path + "/state", files.flags)
        let posted = try files.curl(
            service.port, "/v1/jobs", ["--json", #"{"task": "classification", "training": {"epochs": 3}}"#])
        #expect(posted.code == 0, "\(posted.errors)")
        let id = try JSONCoding.decode(Job.self, from: Data(posted.output.utf8)).id
        let events = try files.curl(service.port, "/v1/jobs/\(id)/events", ["--no-buffer"])
        #expect(events.output.contains(#""type":"end""#))
        let job = try files.curl(service.port, "/v1/jobs/\(id)", ["--compressed"])
        #expect(try JSONCoding.decode(Job.self, from: Data(job.output.utf8)).state == .succeeded)
        #expect(try files.curl(service.port, "/metrics").output.contains("l2t_tls_certificate_expiry"))
        #expect(service.stop() == 0)
    }

    @Test func aNewCertificateIsReadAtSIGHUPAndABadOneIsNot() throws {
        let files = try Files()
        let service = try RunningService(
            state: files.folder.path + "/state", logLevel: "notice", files.flags)
        #expect(try files.curl(service.port, "/livez").output == "alive\n")
        try files.make()
        // The new one is not known to the service yet: curl does not trust what it shows.
        #expect(try files.curl(service.port, "/livez").code == 60)
        kill(service.process.processIdentifier, SIGHUP)
        #expect(service.logs("the TLS certificate and its key were read anew"))
        #expect(try files.curl(service.port, "/livez").output == "alive\n")
        _ = try files.folder.write("key.pem", "no key")
        kill(service.process.processIdentifier, SIGHUP)
        #expect(service.logs("it holds no private key in PEM form. What was read before stays in use."))
        #expect(try files.curl(service.port, "/livez").output == "alive\n")
        #expect(service.stop() == 0)
    }

    @Test func SIGHUPWithoutACertificateIsNothing() throws {
        let folder = try TestFolder()
        let service = try RunningService(state: folder.path, logLevel: "notice")
        kill(service.process.processIdentifier, SIGHUP)
        #expect(service.logs("there is no certificate to read anew"))
        #expect(try service.ask("GET", "/livez").text == "alive\n")
        #expect(service.stop() == 0)
    }

    @Test func filesThatCannotBeUsedEndTheStart() throws {
        let files = try Files()
        let other = try Files()
        let missing = files.folder.path + "/missing.pem"
        for (flags, code, sentence) in [
            (
                ["--tls-key", files.key], Int32(64),
                "--tls-key is given without --tls-certificate, which it needs."
            ),
            (
                ["--tls-certificate", files.certificate], 64,
                "--tls-certificate is given without --tls-key, which it needs."
            ),
            (
                ["--tls-certificate", missing, "--tls-key", files.key], 65,
                "The TLS certificate '\(missing)' cannot be used: No such file or directory."
            ),
            (
                ["--tls-certificate", files.certificate, "--tls-key", other.key], 65,
                "The TLS key '\(other.key)' does not belong to the certificate '\(files.certificate)'"
            ),
            (["--probe-host", "::1"], 64, "--probe-host is given without --probe-port, which it needs."),
            (
                ["--probe-port", "65536"], 64,
                "--probe-port is '65536'; a whole number from 0 to 65535 is allowed."
            ),
        ] {
            let result = try Program.run(CommandLineProgram.path, ["serve"] + flags)
            #expect(result.code == code)
            #expect(result.errors.contains(sentence), "\(result.errors)")
        }
        let result = try CommandLineProgram.run(
            "serve", environment: ["L2T_TLS_KEY": files.key, "L2T_TLS_CERTIFICATE": ""])
        #expect(result.errors.contains("L2T_TLS_KEY is given without --tls-certificate, which it needs."))
    }

    @Test func probesHaveAPortOfTheirOwn() throws {
        let files = try Files()
        let state = files.folder.path + "/state"
        // Whoever reaches that port needs no token.
        let token = try CommandLineProgram.run(
            "token", "create", "--name", "operator", "--scope", "admin", "--state-dir", state)
        #expect(token.code == 0)
        let service = try RunningService(state: state, files.flags + ["--probe-port", "0"])
        let probePort = try #require(service.probePort)
        func ask(_ target: String) throws -> Reply {
            let client = try Client(port: probePort)
            try client.send("GET", target)
            return try client.reply()
        }
        #expect(try ask("/livez").text == "alive\n")
        #expect(try ask("/readyz").text == "ready\n")
        #expect(try ask("/metrics").text.contains("l2t_http_connections "))
        for target in ["/", "/v1/jobs", "/openapi.yaml"] { #expect(try ask(target).status == 404) }
        // And are not on the first one, nor in its index.
        let status = ["--write-out", "%{http_code}", "--output", "/dev/null"]
        for target in ["/livez", "/readyz", "/metrics"] {
            #expect(try files.curl(service.port, target, status).output == "404")
        }
        let index = try files.curl(service.port, "/").output
        #expect(index.contains("listJobs") && !index.contains("getLiveness"))
        #expect(service.stop() == 0)
    }
}
