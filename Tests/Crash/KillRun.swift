import Foundation
import Specification

/// A stream of jobs under kills.
final class KillRun {
    /// Seconds after the last kill in which every job must have ended.
    private static let patience = 300.0

    private let service: ServiceUnderTest
    private let submitter: Submitter
    private var random: SeededGenerator
    private let pause: Double
    private var serviceKills = 0
    private var engineKills = 0
    private var inspection: Inspection

    init(_ programs: Programs, folder: String, seed: UInt64, pause: Double) {
        service = ServiceUnderTest(programs, folder: folder)
        submitter = Submitter(seed: seed &+ 1)
        random = SeededGenerator(seed: seed)
        inspection = Inspection(service)
        self.pause = pause
    }

    func kill(_ count: Int) throws {
        try start()
        while serviceKills + engineKills < count {
            Thread.sleep(forTimeInterval: .random(in: 0..<pause, using: &random))
            guard service.isRunning else {
                inspection.expect(false, "the service ended by itself: \(service.waitForEnd() ?? 0)")
                try start()
                continue
            }
            if random.happens(0.6) { killEngine() } else { try killService() }
        }
    }

    /// Lets every job end. - Returns: what is wrong.
    func finish() throws -> [String] {
        submitter.stop()
        let end = Date() + Self.patience
        while Date() < end, try !service.client.jobs().allSatisfy(\.state.isTerminal) {
            Thread.sleep(forTimeInterval: 0.3)
        }
        // What is promised holds for the next service as well.
        expectStop()
        try start()
        try inspection.inspect(accepted: submitter.accepted)
        expectStop()
        let remains = service.remains
        inspection.expect(remains.isEmpty, "processes are left: \(remains)")
        for answer in submitter.unexpected { inspection.expect(false, answer) }
        return inspection.problems
    }

    var figures: String {
        let states = inspection.figures.states.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        return
            "\(serviceKills + engineKills) kills (\(serviceKills) of the service, \(engineKills) of engines), "
            + "\(submitter.accepted.count) jobs accepted, \(submitter.unanswered) requests cut off, "
            + "\(submitter.cancels) cancels, \(inspection.figures.jobs) jobs (\(states)), "
            + "\(inspection.figures.attempts) attempts, \(inspection.figures.events) events, "
            + "\(inspection.figures.artifacts) artifacts"
    }

    private func start() throws {
        do {
            try service.start()
            submitter.use(service.client)
        } catch let end as ServiceUnderTest.EndedEarly {
            throw ServiceClient.Failure(description: "The service did not start (\(end.code)): \(end.said)")
        }
    }

    private func killEngine() {
        guard let engine = service.engines.randomElement(using: &random) else { return }
        if Foundation.kill(engine, SIGKILL) == 0 { engineKills += 1 }
    }

    private func killService() throws {
        if service.kill() { serviceKills += 1 }
        submitter.use(nil)
        // The next one may die while it starts.
        while random.happens(0.2) {
            try service.startAndKill(after: .random(in: 0..<0.2, using: &random))
            serviceKills += 1
        }
        try start()
    }

    private func expectStop() {
        let code = service.stop()
        inspection.expect(code == 0, "the service stopped with \(code.map { "\($0)" } ?? "nothing to stop")")
    }
}
