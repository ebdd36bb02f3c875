import Foundation
import ServiceTestSupport
import Specification

/// A service whose disk fills while a job runs.
struct DiskRun {
    private static let patience = 60.0

    private let service: ServiceUnderTest
    private let disk: SmallDisk
    private var inspection: Inspection
    private var refusals = 0
    private var ends: [JobState] = []

    init(_ programs: Programs, disk: SmallDisk) {
        self.disk = disk
        service = ServiceUnderTest(programs, folder: disk.path, slots: 2)
        inspection = Inspection(service)
    }

    var problems: [String] { inspection.problems }

    var figures: String {
        "a disk of \(SmallDisk.size), filled: \(refusals) submissions refused with 507; jobs then "
            + ends.map(\.rawValue).joined(separator: ", ")
    }

    mutating func fillAndEmpty() throws {
        try service.start()
        // With one attempt each: a full disk must not cost it.
        var jobs: [String] = []
        for _ in 0..<2 { jobs.append(try submit(epochs: 40, milliseconds: 50)) }
        try wait("an epoch of each") { client in try jobs.allSatisfy { try client.job($0).progress.epoch > 0 }
        }
        let waiting = try submit(epochs: 2, milliseconds: 0)
        jobs.append(waiting)

        try disk.fill()
        for _ in 0..<5 { try expectRefusal() }
        let readiness = try service.client.ask("GET", "/readyz")
        inspection.expect(readiness.status == 503, "/readyz answers \(readiness.status) on a full disk")
        inspection.expect(try isLive(), "/livez does not answer on a full disk")
        // Their engines cannot save, and nothing of it can be recorded: all wait.
        try wait("the engines to give up") { _ in service.engines.count <= 2 }
        for job in jobs {
            let state = try service.client.job(job).state
            inspection.expect(!state.isTerminal, "a job became \(state.rawValue) on the full disk")
        }
        inspection.expect(service.isRunning, "the service did not live")

        disk.empty()
        try wait("/readyz to be ready") { client in try client.ask("GET", "/readyz").status == 200 }
        jobs.append(try submit(epochs: 2, milliseconds: 0))
        try wait("every job to end") { client in try client.jobs().allSatisfy(\.state.isTerminal) }
        ends = try jobs.map { try service.client.job($0).state }
        inspection.expect(ends.allSatisfy { $0 == .succeeded }, "the jobs ended as \(ends)")
        try inspectRestart(accepted: Set(jobs))
    }

    /// On a full disk a service may refuse to start, in a sentence; afterwards it must not.
    private mutating func inspectRestart(accepted: Set<String>) throws {
        service.kill()
        try disk.fill()
        do {
            try service.start()
            service.kill()
        } catch let end as ServiceUnderTest.EndedEarly {
            inspection.expect(
                end.code == 1 && end.said.hasSuffix(".\n"),
                "the start on a full disk: \(end.code), \(end.said)")
        }
        disk.empty()
        try service.start()
        try inspection.inspect(accepted: accepted)
        inspection.expect(service.stop() == 0, "the service did not stop well")
    }

    private func isLive() throws -> Bool { try service.client.ask("GET", "/livez").status == 200 }

    private func specification(epochs: Int, milliseconds: Int) -> Data {
        Data(
            """
            {"task": "classification", "training": {"epochs": \(epochs)}, "max_attempts": 1,
             "metadata": {"epoch_ms": "\(milliseconds)", "checkpoint_kb": "20"}}
            """.utf8)
    }

    private func submit(epochs: Int, milliseconds: Int) throws -> String {
        let body = specification(epochs: epochs, milliseconds: milliseconds)
        let (status, answer) = try service.client.ask("POST", "/v1/jobs", body: body)
        guard status == 201 else {
            throw ServiceClient.Failure(description: "\(status): \(String(decoding: answer, as: UTF8.self))")
        }
        return try JSONCoding.decode(Job.self, from: answer).id
    }

    private mutating func expectRefusal() throws {
        let (status, answer) = try service.client.ask(
            "POST", "/v1/jobs", body: specification(epochs: 1, milliseconds: 0))
        let text = String(decoding: answer, as: UTF8.self)
        inspection.expect(
            status == 507 && text.contains("/problems/storage-full"),
            "a full disk is answered \(status): \(text)")
        refusals += 1
    }

    private func wait(_ what: String, until condition: (ServiceClient) throws -> Bool) throws {
        let end = Date() + Self.patience
        while try !condition(service.client) {
            guard Date() < end else {
                throw ServiceClient.Failure(description: "Waited in vain for \(what).")
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }
}
