import Foundation
import Jobs
import Specification

/// Holds what a service says of its jobs, and what its state directory has, against the promises.
struct Inspection {
    let service: ServiceUnderTest
    private(set) var problems: [String] = []
    private(set) var figures = Figures()

    struct Figures {
        var jobs = 0
        var states: [JobState: Int] = [:]
        var attempts = 0
        var events = 0
        var artifacts = 0
    }

    init(_ service: ServiceUnderTest) {
        self.service = service
    }

    /// - Parameter accepted: the jobs that were answered 201.
    mutating func inspect(accepted: Set<String>) throws {
        let ids = try service.client.jobs().map(\.id)
        expect(Set(ids).count == ids.count, "a job is listed twice")
        for id in accepted.subtracting(ids).sorted() { problems.append("\(id) was accepted and is lost") }
        for id in ids.sorted() {
            do {
                try inspect(id)
            } catch {
                problems.append("\(id): \(error)")
            }
        }
        try inspectFolder(Set(ids))
    }

    private mutating func inspect(_ id: String) throws {
        let client = service.client
        let job = try client.job(id)
        figures.jobs += 1
        figures.states[job.state, default: 0] += 1
        expect(job.state.isTerminal, "\(id) did not end: \(job.state.rawValue)")
        if job.state == .failed {
            expect(
                job.error?.kind == .infrastructure, "\(id) failed: \(job.error?.detail ?? "for no reason")")
        }
        inspect(try client.events(id), of: job)
        inspectAttempts(of: job)
        let epochs = try client.epochs(id).map(\.epoch)
        expect(epochs == Array(1..<epochs.count + 1), "\(id) has the epochs \(epochs)")
        if job.state == .succeeded {
            expect(
                epochs.count == job.specification.training.epochs,
                "\(id) succeeded with \(epochs.count) epochs")
        }
        try inspectArtifacts(of: job)
    }

    private mutating func inspect(_ events: [JobEvent], of job: Job) {
        figures.events += events.count
        expect(events.map(\.id) == Array(1..<events.count + 1), "\(job.id): event ids \(events.map(\.id))")
        let ends = events.filter { $0.type == .end }.count
        expect(ends == 1 && events.last?.type == .end, "\(job.id): \(ends) ends, the last event is no end")
        let states = events.filter { $0.type == .state }.compactMap { event in
            event.data["state"]?.stringValue.flatMap { JobState(rawValue: $0) }
        }
        expect(states.first == .queued, "\(job.id) began as \(states.first?.rawValue ?? "nothing")")
        expect(states.last == job.state, "\(job.id) is \(job.state), its last event says otherwise")
        for (from, to) in zip(states, states.dropFirst()) {
            let isLegal = JobTransition.allCases.contains { JobStateMachine.next(from, $0) == to }
            expect(isLegal, "\(job.id) went from \(from.rawValue) to \(to.rawValue)")
        }
        let terminal = states.filter(\.isTerminal).count
        expect(terminal == 1, "\(job.id) ended \(terminal) times")
        let epochs = events.filter { $0.type == .epoch }.compactMap { $0.data["epoch"]?.integerValue }
        expect(epochs == Array(1..<epochs.count + 1), "\(job.id): epoch events \(epochs)")
    }

    private mutating func inspectAttempts(of job: Job) {
        figures.attempts += job.attempts.count
        expect(
            job.attempts.map(\.number) == Array(1..<job.attempts.count + 1),
            "\(job.id): attempts \(job.attempts.map(\.number))")
        expect(job.attempts.allSatisfy { $0.outcome != nil }, "\(job.id) has an attempt without an end")
        let successes = job.attempts.filter { $0.outcome == .succeeded }.count
        expect(successes == (job.state == .succeeded ? 1 : 0), "\(job.id) succeeded \(successes) times")
    }

    private mutating func inspectArtifacts(of job: Job) throws {
        let artifacts = try service.client.artifacts(job.id)
        figures.artifacts += artifacts.count
        for artifact in artifacts {
            let content = try service.client.get("/v1/jobs/\(job.id)/artifacts/\(artifact.name)")
            let isWhole = content.count == artifact.size && Digest.sha256(content) == artifact.sha256
            expect(isWhole, "\(job.id): \(artifact.name) is not as listed")
            if service.programs.isDouble, artifact.kind == .checkpoint {
                expect(isWholeCheckpoint(content, of: job), "\(job.id): \(artifact.name) is torn")
            }
        }
        if job.state == .succeeded {
            let names = Set(artifacts.map(\.name))
            expect(
                names.isSuperset(of: ["student.safetensors", "epochs.csv"]), "\(job.id) has only \(names)")
        } else {
            expect(
                artifacts.allSatisfy { $0.kind == .checkpoint }, "\(job.id) has artifacts without a success")
        }
        let path = "\(service.state)/jobs/\(job.id)"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        expect(
            Set(files) == Set(artifacts.map(\.name)),
            "\(job.id) has the files \(files.sorted()), lists "
                + "\(artifacts.map(\.name))")
    }

    /// As the double writes them: a line, and one digit again and again.
    private func isWholeCheckpoint(_ content: Data, of job: Job) -> Bool {
        guard let end = content.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        let padding = content[content.index(after: end)...]
        let size = (job.metadata["checkpoint_kb"].flatMap { Int($0) } ?? 0) << 10
        return padding.count == size && padding.allSatisfy { $0 == padding.first }
    }

    private mutating func inspectFolder(_ ids: Set<String>) throws {
        let allowed: Set = [
            "jobs", "jobs.sqlite", "jobs.sqlite-wal", "jobs.sqlite-shm", "lock", "audit.jsonl", "datasets",
            "students", "teachers", "uploads",
        ]
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: service.state))
        expect(names.isSubset(of: allowed), "the state directory has \(names.subtracting(allowed).sorted())")
        let folders = Set(try FileManager.default.contentsOfDirectory(atPath: service.state + "/jobs"))
        expect(folders.isSubset(of: ids), "folders of no job: \(folders.subtracting(ids).sorted())")
    }

    mutating func expect(_ isTrue: Bool, _ problem: @autoclosure () -> String) {
        if !isTrue { problems.append(problem()) }
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}
