import Foundation
import Specification
import Testing

@testable import Jobs

@Suite struct PredictionTests {
    /// A service whose one job has a student that behaves so.
    private func service(
        _ behaviour: String? = nil, _ limits: (inout PredictionLimits) -> Void = { _ in },
        body: (TestService, Job) async throws -> Void
    ) async throws {
        try await TestService(configure: { limits(&$0.predictions) }).run { test in
            let job = try await test.end(
                of: test.submit(epochs: 1, behaviour.map { ["predict": $0] } ?? [:]))
            try await body(test, job)
        }
    }

    private func failure(_ result: Result<StudentPrediction, JobsError>) -> JobsError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test func aStudentAnswers() async throws {
        try await service { test, job in
            let result = try await test.predict(job).get()
            #expect(result.picture.isEmpty)
            #expect(
                result.prediction.answer
                    == .classes([.init(name: "3", probability: 0.75), .init(name: "5", probability: 0.25)]))
        }
    }

    @Test func theImageReachesTheEngineWhole() async throws {
        try await service { test, job in
            // Far more than a socket's buffer.
            let image = [UInt8](repeating: 7, count: 5_000_001)
            #expect(
                failure(await test.predict(job, image: image))
                    == .imageRefused("The image has 5000001 bytes; expected a JPEG or PNG image."))
        }
    }

    @Test func aHungEngineIsKilledInTime() async throws {
        try await service("hang", { $0.seconds = 0.5 }) { test, job in
            #expect(failure(await test.predict(job)) == .predictionTooSlow(seconds: 0.5))
        }
    }

    @Test func anEngineThatTakesTooMuchMemoryIsKilled() async throws {
        try await service("memory", { $0.memoryMb = 256 }) { test, job in
            #expect(
                failure(await test.predict(job))
                    == .predictionFailed(reason: "The engine took more than 256 MiB of memory."))
        }
    }

    @Test(
        arguments: [
            (
                "crash",
                "The engine exited with code 3 before it answered. Its last output:\nthe double crashes"
            ),
            ("nonsense", "The engine broke the protocol: what it sent is no reply."),
            ("cut", "The engine exited with code 0 before it answered."),
            ("fail", "The double's student is no good."),
        ]) func whatAnEngineDoesWrongIsSaid(_ behaviour: String, _ words: String) async throws
    {
        try await service(behaviour) { test, job in
            guard case .predictionFailed(let reason) = failure(await test.predict(job)) else {
                Issue.record("it did not fail")
                return
            }
            #expect(reason.hasPrefix(words), "\(reason)")
        }
    }

    @Test func onlySoManyWaitAndEachCanBeCancelled() async throws {
        try await service("hang", { ($0.processes, $0.waiting) = (1, 1) }) { test, job in
            let (results, continuation) = AsyncStream.makeStream(of: JobsError?.self)
            func ask() throws -> PredictionTicket {
                try test.ask(job) { continuation.yield(failure($0)) }
            }
            let running = try ask()
            let waiting = try ask()
            #expect(throws: JobsError.predictionsFull(limit: 1)) { try ask() }
            var answers = results.makeAsyncIterator()
            waiting.cancel()
            #expect(await answers.next() == .predictionCancelled)
            // Its place is free.
            let next = try ask()
            running.cancel()
            #expect(await answers.next() == .predictionCancelled)
            next.cancel()
            #expect(await answers.next() == .predictionCancelled)
        }
    }

    @Test func aServiceThatStopsTakesItsPredictionsAlong() async throws {
        let (results, continuation) = AsyncStream.makeStream(of: JobsError?.self)
        try await service("hang", { ($0.processes, $0.waiting) = (1, 1) }) { test, job in
            for _ in 0..<2 { _ = try test.ask(job) { continuation.yield(failure($0)) } }
            test.service.stop(grace: .zero)
            #expect(throws: JobsError.predictionsFull(limit: 1)) { try test.ask(job) { _ in } }
        }
        var answers = results.makeAsyncIterator()
        #expect(await answers.next() == .predictionCancelled)
        #expect(await answers.next() == .predictionCancelled)
    }

    @Test func onlyAFinishedJobHasAStudent() async throws {
        try await TestService().run { test in
            let job = try test.submit(["hold_after": "1"])
            #expect(throws: JobsError.self) { try test.ask(job) { _ in } }
            _ = try test.service.cancel(job.id)
            _ = try await test.end(of: job)
            #expect(throws: JobsError.notAllowed(action: "predict with", state: .cancelled)) {
                try test.ask(job) { _ in }
            }
            #expect(throws: JobsError.unknownJob("job_x")) {
                try test.service.predict(
                    "job_x", image: [], picture: .none, options: PredictionOptions()
                ) { _ in }
            }
        }
    }
}

extension TestService {
    /// The first bytes of a PNG, which is all that the double looks at.
    static let image: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

    func ask(
        _ job: Job, image: [UInt8] = TestService.image,
        done: @escaping @Sendable (Result<StudentPrediction, JobsError>) -> Void
    ) throws(JobsError) -> PredictionTicket {
        try service.predict(
            job.id, image: image, picture: .none, options: PredictionOptions(), done: done)
    }

    func predict(_ job: Job, image: [UInt8] = TestService.image) async -> Result<StudentPrediction, JobsError>
    {
        await withCheckedContinuation { continuation in
            do throws(JobsError) {
                _ = try ask(job, image: image) { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }
}
