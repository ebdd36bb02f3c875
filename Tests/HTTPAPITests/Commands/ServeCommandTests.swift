import Foundation
import ServiceTestSupport
import Specification
import Testing

@Suite struct ServeCommandTests {
    @Test func aStoppedServiceGoesOnWithItsJobs() throws {
        let folder = try TestFolder()
        let state = folder.path + "/state"
        let first = try RunningService(state: state)
        let body = #"{"task": "classification", "training": {"epochs": 4}, "metadata": {"hold_after": "2"}}"#
        let id = try first.ask("POST", "/v1/jobs", body: body).decode(Job.self).id
        let client = try Client(port: first.port)
        _ = try client.follow(id, until: "checkpoint-2")
        #expect(first.stop() == 0)

        let second = try RunningService(state: state)
        let events = try second.ask("GET", "/v1/jobs/\(id)/events").events()
        #expect(events.last?.type == .end)
        #expect(events.map(\.id) == Array(1...events.count))
        #expect(
            events.filter { $0.type == .epoch }.compactMap { $0.data["epoch"]?.integerValue } == [1, 2, 3, 4])
        let job = try second.ask("GET", "/v1/jobs/\(id)").decode(Job.self)
        #expect(job.state == .succeeded)
        #expect(job.attempts.count == 2)
        #expect(job.attempts.last?.resumedFromEpoch == 2)
        #expect(second.stop() == 0)
    }

    @Test func aServiceThatStopsSaysSoUntilASecondSignalEndsIt() throws {
        let folder = try TestFolder()
        let service = try RunningService(state: folder.path, ["--probe-port", "0"])
        let probePort = try #require(service.probePort)
        func readiness() throws -> Reply {
            let client = try Client(port: probePort)
            try client.send("GET", "/readyz")
            return try client.reply()
        }
        // Its engine goes on when it is told to stop, until it is killed after 30 seconds.
        let body = #"{"task": "classification", "metadata": {"hold_after": "1", "ignore_stop": "true"}}"#
        let id = try service.ask("POST", "/v1/jobs", body: body).decode(Job.self).id
        let client = try Client(port: service.port)
        var told = try client.follow(id, until: "checkpoint-1")
        #expect(try readiness().status == 200)
        kill(service.process.processIdentifier, SIGTERM)
        told += try client.text()
        let farewell = #"{"reason":"the service stops; resume after the last id","type":"interrupted"}"#
        #expect(told.hasSuffix("\n\(farewell)\n"))
        let reply = try readiness()
        #expect(reply.status == 503)
        #expect(try reply.json()["detail"] == .string("The service is stopping."))
        #expect(service.stop() == 1)
    }

    @Test func aServiceWithATokenMayBeReachedByOthersAndSeesWhatTheCommandsDo() throws {
        let folder = try TestFolder()
        func token(_ arguments: String...) throws -> String {
            try Program.run(
                CommandLineProgram.path, ["token"] + arguments + ["--state-dir", folder.path]
            ).output.trimmingCharacters(in: .newlines)
        }
        let first = try token("create", "--name", "first", "--scope", "read")
        let service = try RunningService(state: folder.path, ["--host", "0.0.0.0"])
        func status(_ token: String) throws -> Int {
            let client = try Client(port: service.port)
            try client.send("GET", "/v1/jobs", ["Authorization": "Bearer \(token)"])
            return try client.reply().status
        }
        #expect(try service.ask("GET", "/v1/jobs").status == 401)
        #expect(try status(first) == 200)
        let second = try token("create", "--name", "second", "--scope", "read")
        #expect(try status(second) == 200)
        _ = try token("revoke", "first")
        #expect(try status(first) == 401)
        #expect(try status(second) == 200)
        #expect(service.stop() == 0)
    }

    @Test func withoutATokenTheServiceSaysWhoMayDoWhat() throws {
        let anybody = "anybody who reaches 0.0.0.0 may submit and delete jobs: there is no token"
        for (arguments, environment, sentence) in [
            (["--host", "0.0.0.0", "--insecure-no-authentication"], [:], anybody),
            (["--host", "0.0.0.0"], ["L2T_INSECURE_NO_AUTHENTICATION": "true"], anybody),
            ([], [:], "there is no token, so that every program of this machine may submit and delete jobs"),
        ] as [([String], [String: String], String)] {
            let folder = try TestFolder()
            let service = try RunningService(
                state: folder.path, logLevel: "info", arguments, environment: environment)
            #expect(service.logs(sentence))
            #expect(try service.ask("GET", "/v1/jobs").status == 200)
            #expect(service.stop() == 0)
        }
    }

    /// As a page in a browser of this machine would ask whose name leads here.
    @Test func withoutATokenOnlyWhoAsksForThisMachineGetsIn() throws {
        let folder = try TestFolder()
        let service = try RunningService(state: folder.path)
        func ask(_ target: String, _ fields: [String: String], body: String? = nil) throws -> Reply {
            let client = try Client(port: service.port)
            try client.send(body == nil ? "GET" : "POST", target, fields, body: body)
            return try client.reply()
        }
        let evil = ["Host": "evil.example:\(service.port)"]
        let json = evil.merging(["Content-Type": "application/json"]) { $1 }
        let refused = try ask("/v1/jobs", json, body: #"{"task": "classification"}"#)
        #expect(refused.status == 421)
        let problem = try refused.json()
        #expect(problem["type"] == .string("/problems/misdirected-request"))
        let detail = """
            The request is for the host 'evil.example:\(service.port)'; as long as the service has no token, only \
            'localhost', a name that ends with '.localhost' or an IP address is allowed.
            """
        #expect(problem["detail"] == .string(detail))
        #expect(try ask("/metrics", evil).status == 421)
        #expect(try ask("/livez", evil).status == 200)
        let upload = ["Transfer-Encoding": "chunked", "Expect": "100-continue"].merging(evil) { $1 }
        let client = try Client(port: service.port)
        try client.send("PUT", "/v1/datasets/letters", upload)
        #expect(try client.reply().status == 421)
        let jobs = try ask("/v1/jobs", ["Host": "l2t.localhost"])
        #expect(jobs.status == 200)
        #expect(try jobs.json()["data"]?.items.isEmpty == true)
        let token = try Program.run(
            CommandLineProgram.path,
            ["token", "create", "--name", "first", "--scope", "read", "--state-dir", folder.path]
        ).output.trimmingCharacters(in: .newlines)
        #expect(try ask("/v1/jobs", evil).status == 401)
        let named = evil.merging(["Authorization": "Bearer \(token)"]) { $1 }
        #expect(try ask("/v1/jobs", named).status == 200)
        #expect(service.stop() == 0)
    }

    @Test func endsArePostedToThisMachineOnlyWhereThatIsAllowed() throws {
        let receiver = try WebhookReceiver()
        let folder = try TestFolder()
        let body =
            #"{"task": "classification", "training": {"epochs": 1}, "notify": {"url": "\#(receiver.url)"}}"#
        let careful = try RunningService(state: folder.path + "/a")
        #expect(try careful.ask("POST", "/v1/jobs", body: body).status == 201)
        let end = ContinuousClock.now + .seconds(30)
        while try !careful.ask("GET", "/metrics").text.contains(
            "l2t_webhooks_total{outcome=\"abandoned\"} 1\n")
        {
            try #require(ContinuousClock.now < end)
        }
        #expect(receiver.posts.isEmpty)
        #expect(careful.stop() == 0)
        let trusting = try RunningService(state: folder.path + "/b", ["--allow-private-webhooks"])
        #expect(try trusting.ask("POST", "/v1/jobs", body: body).status == 201)
        try receiver.wait()
        #expect(receiver.posts.first?.fields["webhook-signature"] == nil)
        #expect(trusting.stop() == 0)
    }

    @Test func codeIsTakenOnlyWhereTheServiceIsToldSo() throws {
        let folder = try TestFolder()
        for (arguments, environment, status) in [
            ([], [:], 403), (["--allow-torchscript"], [:], 201),
            ([], ["L2T_ALLOW_TORCHSCRIPT": "true"], 201), ([], ["L2T_ALLOW_TORCHSCRIPT": "false"], 403),
        ] as [([String], [String: String], Int)] {
            let service = try RunningService(
                state: folder.path + "/\(UUID().uuidString)", arguments, environment: environment)
            let client = try Client(port: service.port)
            try client.send("PUT", "/v1/students/mine", body: "module\n")
            #expect(try client.reply().status == status, "\(arguments) \(environment)")
            #expect(service.stop() == 0)
        }
        let wrong = try CommandLineProgram.run(
            "serve", "--port", "0", "--state-dir", folder.path + "/x",
            environment: ["L2T_ALLOW_TORCHSCRIPT": "perhaps"])
        #expect(wrong.code == 64)
        #expect(wrong.errors.contains("L2T_ALLOW_TORCHSCRIPT is 'perhaps'"), "\(wrong.errors)")
    }

    @Test func twoServicesDoNotShareAStateDirectory() throws {
        let folder = try TestFolder()
        let first = try RunningService(state: folder.path)
        let second = try CommandLineProgram.run("serve", "--port", "0", "--state-dir", folder.path)
        #expect(second.code == 1)
        #expect(
            second.errors.contains(
                "is in use by another service (process \(first.process.processIdentifier))"))
        #expect(first.stop() == 0)
    }

    @Test func asManyConnectionsAreTakenAsFitUnderTheOpenFiles() throws {
        let folder = try TestFolder()
        let service = try RunningService(
            state: folder.path, logLevel: "warning", ["--max-connections-per-peer", "1000"], openFiles: 300)
        #expect(
            service.logs(
                "64 connections instead of 1024: the process may open 300 files (RLIMIT_NOFILE)"))
        let client = try Client(port: service.port)
        try client.send("GET", "/livez")
        #expect(try client.reply().status == 200)
        // Each of these has a file open beside its socket.
        var uploads: [Client] = []
        for number in 1..<64 {
            let upload = try Client(port: service.port)
            try upload.send(
                "PUT", "/v1/datasets/set-\(number)", ["Content-Length": "9", "Expect": "100-continue"])
            #expect(try upload.head().status == 100)
            uploads.append(upload)
        }
        let refused = try (0..<43).map { _ in
            let another = try Client(port: service.port)
            #expect(try another.reply().status == 503)
            return another
        }
        // The files that connections leave are enough for an engine.
        let body = #"{"task": "classification", "training": {"epochs": 1}}"#
        try client.send("POST", "/v1/jobs", ["Content-Type": "application/json"], body: body)
        let id = try client.reply().decode(Job.self).id
        try client.send("GET", "/v1/jobs/\(id)/events")
        #expect(try client.reply().events().last?.type == .end)
        try client.send("GET", "/v1/jobs/\(id)")
        #expect(try client.reply().decode(Job.self).state == .succeeded)
        withExtendedLifetime(refused) {}
        uploads = []
        #expect(service.stop() == 0)
    }

    @Test(arguments: [4, 16, 32, 63])
    func tooFewOpenFilesAreSaidBeforeAnythingElse(_ files: Int) throws {
        let folder = try TestFolder()
        let state = folder.path + "/state"
        let result = try CommandLineProgram.run(
            "serve", "--port", "0", "--state-dir", state, openFiles: files)
        #expect(result.code == 1)
        #expect(
            result.errors
                == "Error: The process may open \(files) files (RLIMIT_NOFILE); the server needs at least 64.\n"
        )
        #expect(!FileManager.default.fileExists(atPath: state))
    }

    @Test func aTakenPortIsSaid() throws {
        let folder = try TestFolder()
        let first = try RunningService(state: folder.path + "/a")
        let second = try CommandLineProgram.run(
            "serve", "--port", String(first.port), "--state-dir", folder.path + "/b")
        #expect(second.code == 1)
        #expect(
            second.errors.contains("Cannot listen on 127.0.0.1 port \(first.port): Address already in use."))
        #expect(first.stop() == 0)
    }
}
