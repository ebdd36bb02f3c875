import Foundation
import Specification
import Synchronization

/// Submits jobs on a thread of its own, so that kills meet requests too, and cancels some.
final class Submitter: Sendable {
    private struct State {
        var client: ServiceClient?
        var accepted: [String] = []
        var unanswered = 0
        var cancels = 0
        var isOver = false
        var unexpected: [String] = []
    }

    /// Jobs that wait before no more come.
    private static let longestQueue = 25
    private let state = Mutex(State())
    private let done = DispatchSemaphore(value: 0)

    init(seed: UInt64) {
        Thread.detachNewThread { [self] in
            var random = SeededGenerator(seed: seed)
            while !state.withLock(\.isOver) {
                let client = state.withLock(\.client)
                if let client { submit(&random, to: client) }
                Thread.sleep(forTimeInterval: .random(in: 0.005..<0.1, using: &random))
            }
            done.signal()
        }
    }

    /// Where the service is now; nil while there is none.
    func use(_ client: ServiceClient?) { state.withLock { $0.client = client } }

    func stop() {
        state.withLock { $0.isOver = true }
        done.wait()
    }

    var accepted: Set<String> { state.withLock { Set($0.accepted) } }
    var unanswered: Int { state.withLock(\.unanswered) }
    var cancels: Int { state.withLock(\.cancels) }
    var unexpected: [String] { state.withLock(\.unexpected) }

    private func submit(_ random: inout SeededGenerator, to client: ServiceClient) {
        let body = Self.specification(&random)
        let cancels = random.happens(0.1)
        do {
            guard try client.jobs(.queued).count < Self.longestQueue else { return }
            let (status, answer) = try client.ask("POST", "/v1/jobs", body: body)
            guard status == 201 else {
                state.withLock {
                    $0.unexpected.append(
                        "POST /v1/jobs: \(status) \(String(decoding: answer, as: UTF8.self))")
                }
                return
            }
            let id = try JSONCoding.decode(Job.self, from: answer).id
            state.withLock { $0.accepted.append(id) }
            guard cancels else { return }
            Thread.sleep(forTimeInterval: .random(in: 0..<0.2, using: &random))
            let cancel = try client.ask("POST", "/v1/jobs/\(id)/cancel")
            if cancel.status == 202 { state.withLock { $0.cancels += 1 } }
        } catch {
            // It was killed meanwhile: nobody knows whether the job was taken.
            state.withLock { $0.unanswered += 1 }
        }
    }

    /// For the double: some epochs of some milliseconds, checkpoints of some pieces.
    private static func specification(_ random: inout SeededGenerator) -> Data {
        let document = JSONValue.object([
            "task": .string("classification"),
            "metadata": .object([
                "epoch_ms": .string(String(Int.random(in: 0...40, using: &random))),
                "checkpoint_kb": .string(String(Int.random(in: 0...96, using: &random))),
            ]),
            "training": .object(["epochs": .integer(.random(in: 1...5, using: &random))]),
            "max_attempts": .integer(.random(in: 1...6, using: &random)),
        ])
        return (try? JSONCoding.encode(document)) ?? Data()
    }
}
