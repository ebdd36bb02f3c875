import Foundation
import Specification

/// The whole life of a job, once for each call that fails.
struct FaultSweep {
    /// Seconds in which the job must end, the back-offs after lost attempts included.
    private static let patience = 60.0

    private let programs: Programs
    private let folder: String
    private let program: String
    private let library: String
    private let specification: Data
    private(set) var problems: [String] = []
    private var lives = 0
    private var failedCalls = 0
    private var refusedStarts = 0
    private var refusedJobs: [Int: Int] = [:]
    private var states: [JobState: Int] = [:]
    private var callsOfALife = 0

    private static let forTheDouble = """
        {"task": "classification", "training": {"epochs": 3}, "max_attempts": 3, "metadata": {"checkpoint_kb": "9"}}
        """

    /// Small enough to train in a second.
    private static let forTheEngine = """
        {"task": "classification", "dataset": {"name": "optdigits", "subset": 200},
         "student": {"architecture": "mlp", "parameters": {"width": 12}}, "max_attempts": 3,
         "training": {"epochs": 2, "batch_size": 50, "seed": 7},
         "teaching": {"interval": 4, "teacher": {"hidden": 8, "window": 3}}}
        """

    init(_ programs: Programs, folder: String, program: String, specification: Data?) throws {
        self.programs = programs
        self.folder = folder
        self.program = program
        self.specification =
            specification
            ?? Data((programs.isDouble ? Self.forTheDouble : Self.forTheEngine).utf8)
        library = try Fault.build(in: folder)
    }

    mutating func run(_ kind: Fault.Kind, from first: Int, every step: Int, length: Int) throws {
        callsOfALife = try live(kind, at: 0, length: 0).calls
        var at = first
        while at <= callsOfALife {
            // One after the other may be needed less than before: then there is no more to fail.
            let (_, failed) = try live(kind, at: at, length: length)
            failedCalls += failed
            at += step
        }
    }

    var figures: String {
        let refused = refusedJobs.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(
            separator: ", ")
        let ends = states.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            "\($0.value) \($0.key.rawValue)"
        }
        .joined(separator: ", ")
        return
            "\(program): \(callsOfALife) calls in a job's life, \(lives) lives with \(failedCalls) failed calls; "
            + "\(refusedStarts) starts refused, submissions refused \(refused.isEmpty ? "never" : refused); jobs: \(ends)"
    }

    private mutating func live(_ kind: Fault.Kind, at: Int, length: Int) throws -> (calls: Int, failed: Int) {
        lives += 1
        let place = "\(folder)/\(kind.rawValue)-\(at)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let service = ServiceUnderTest(programs, folder: place, slots: 1)
        let fault = Fault(program: program, kind: kind, at: at, length: length, folder: service.state)
        let count = place + "/count"
        let environment = try fault.environment(library: library, count: count)
        var inspection = Inspection(service)
        do {
            try start(service, environment)
            let job = try submit(to: service)
            let end = Date() + Self.patience
            while Date() < end, try !hasEnded(job, service.client) {
                Thread.sleep(forTimeInterval: 0.02)
            }
            let code = service.stop() ?? 0
            inspection.expect(code >= 0, "the service was ended by signal \(-code)")
            // The promises hold for whoever comes after the fault.
            try service.start()
            try inspection.inspect(accepted: [job])
            inspection.expect(service.stop() == 0, "the second service did not stop well")
            inspection.expect(service.remains.isEmpty, "processes are left: \(service.remains)")
        } catch {
            inspection.expect(false, "\(error)")
        }
        for (state, number) in inspection.figures.states { states[state, default: 0] += number }
        problems += inspection.problems.map { "\(program), \(kind.rawValue) at call \(at): \($0)" }
        let numbers = try Fault.read(count)
        if inspection.problems.isEmpty { try FileManager.default.removeItem(atPath: place) }
        return numbers
    }

    /// The fault may meet the very look at the job: then the service says so, and the next look tells.
    private func hasEnded(_ job: String, _ client: ServiceClient) throws -> Bool {
        let (status, body) = try client.ask("GET", "/v1/jobs/\(job)")
        guard status != 503 else { return false }
        guard status == 200 else {
            throw ServiceClient.Failure(
                description: "GET /v1/jobs/\(job): \(status) \(String(decoding: body, as: UTF8.self))")
        }
        return try JSONCoding.decode(Job.self, from: body).state.isTerminal
    }

    /// A service that meets the fault at its start may refuse, in a sentence; the next one must not.
    private mutating func start(_ service: ServiceUnderTest, _ environment: [String: String]) throws {
        do {
            try service.start(environment: environment)
        } catch let end as ServiceUnderTest.EndedEarly {
            guard end.code == 1, end.said.contains("Error: "), end.said.hasSuffix(".\n") else {
                throw ServiceClient.Failure(
                    description: "It ended at its start with \(end.code): \(end.said)")
            }
            refusedStarts += 1
            try service.start()
        }
    }

    /// Until it is accepted: a refusal must be a problem that says so. - Returns: the job.
    private mutating func submit(to service: ServiceUnderTest) throws -> String {
        for _ in 0..<20 {
            let (status, body) = try service.client.ask("POST", "/v1/jobs", body: specification)
            if status == 201 { return try JSONCoding.decode(Job.self, from: body).id }
            guard [503, 507].contains(status) else {
                throw ServiceClient.Failure(
                    description: "The job was answered \(status): \(String(decoding: body, as: UTF8.self))")
            }
            refusedJobs[status, default: 0] += 1
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw ServiceClient.Failure(description: "The job was never accepted.")
    }
}
