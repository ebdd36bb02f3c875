import Foundation
import Specification
import Testing

@testable import Training

/// An attempt that is stopped and goes on later ends where the undisturbed one ends.
@Suite struct ResumeTests {
    /// Runs attempts that each stop after some progress, until one finishes; gives its channel and how many stopped.
    private func runInPieces(
        _ specification: JobSpecification, in folder: AttemptFolder, stops: [Int]
    ) throws -> RecordingChannel {
        for stop in stops {
            let channel = RecordingChannel(stopAfter: stop)
            let message = folder.run(specification, channel: channel, checkpointInterval: 0)
            #expect(message.stoppedEpoch != nil, "stop after \(stop): \(message)")
        }
        let channel = RecordingChannel()
        let message = folder.run(specification, channel: channel, checkpointInterval: 0)
        #expect(message.isFinished, "\(message)")
        return channel
    }

    private func expectSameEnd(
        _ specification: JobSpecification, stops: [[Int]], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let whole = try AttemptFolder()
        let undisturbed = RecordingChannel()
        #expect(whole.run(specification, channel: undisturbed).isFinished)
        for stops in stops {
            let folder = try AttemptFolder()
            let channel = try runInPieces(specification, in: folder, stops: stops)
            #expect(
                channel.records.withoutTimes == undisturbed.records.withoutTimes, "\(stops)",
                sourceLocation: sourceLocation)
            for name in try whole.names where name.hasPrefix("student") || name.hasPrefix("teacher") {
                #expect(
                    try folder.bytes(name) == whole.bytes(name), "\(name) after \(stops)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test func aTaughtTrainingStoppedAnywhereEndsInTheSameBytes() throws {
        // 9 steps and 5 evaluation batches an epoch, a teaching step every 2 steps, a window of 3 teaching steps.
        try expectSameEnd(.make(), stops: [[1], [4], [8], [11], [16], [19], [2, 3, 4, 5]])
    }

    @Test func oneWithAdamDoublesAndAFixedHoldoutToo() throws {
        try expectSameEnd(
            .make(
                #"{"training": {"optimizer": {"name": "adamw"}, "precision": "float64"},"#
                    + #" "teaching": {"holdout": {"mode": "fixed"}}}"#), stops: [[5], [12]])
    }

    @Test func oneThatTheNextBatchTeachesToo() throws {
        // 10 steps an epoch, and nothing to evaluate but the test split.
        try expectSameEnd(
            .make(#"{"teaching": {"holdout": {"mode": "next_batch"}}}"#), stops: [[3], [9], [10], [14]])
    }

    @Test func oneWithAHorizonStoppedInsideItToo() throws {
        // Decisions at every third step, each followed for three: stops at every place of one, and at an epoch's end.
        let changes = #"{"teaching": {"interval": 3, "horizon": 3}}"#
        try expectSameEnd(.make(changes), stops: [[2], [3], [4], [9], [15, 1]])
        try expectSameEnd(
            .make(
                #"{"dataset": {"subset": 60}, "training": {"optimizer": {"name": "adamw"}},"#
                    + #" "teaching": {"interval": 3, "horizon": 2}}"#,
                student: #"{"architecture": "resnet8"}"#), stops: [[2], [4]])
    }

    @Test func oneWhoseLossLearnsToo() throws {
        try expectSameEnd(.make(method: .uncertainty), stops: [[3], [12]])
        try expectSameEnd(.make(method: .dynamicLossNetwork), stops: [[3], [12]])
        try expectSameEnd(
            .make(#"{"training": {"optimizer": {"name": "adam"}}}"#, method: .uncertainty), stops: [[5]])
    }

    @Test(arguments: [TeachingPlan.Method.dfmWithoutMemory, .dynamicLossFunctions])
    func oneWhoseTeacherHasNoMemoryToo(_ method: TeachingPlan.Method) throws {
        try expectSameEnd(.make(method: method), stops: [[4]])
    }

    @Test(arguments: ["lenet5", "resnet8"])
    func aConvolutionalStudentToo(_ name: String) throws {
        try expectSameEnd(
            .make(#"{"dataset": {"subset": 60}}"#, student: #"{"architecture": "\#(name)"}"#),
            stops: [[2], [4]])
    }

    @Test func aStopSavesACheckpointAndNamesItsEpoch() throws {
        let folder = try AttemptFolder()
        let channel = RecordingChannel(stopAfter: 3)
        #expect(try folder.run(.make(), channel: channel).stoppedEpoch == 0)
        #expect(try folder.names == ["checkpoint-0.safetensors"])
        #expect(channel.files.map(\.epoch) == [0])
        let next = RecordingChannel()
        #expect(try folder.run(.make(), channel: next).isFinished)
        #expect(next.resumedFromEpoch == 0)
        #expect(try folder.names.contains("checkpoint-2.safetensors"))
    }

    @Test func aStopBeforeOrDuringAnEvaluationIsHeededAtOnce() throws {
        let whole = RecordingChannel()
        #expect(try AttemptFolder().run(.make(), channel: whole).isFinished)
        // The start, 9 steps and 5 evaluation batches in each epoch, and the artifacts.
        #expect(whole.progressCalls == 1 + 2 * (9 + 5) + 1)
        // After the last step, and after the first of the evaluation's batches.
        for stop in [9, 10] {
            let channel = RecordingChannel(stopAfter: stop)
            let folder = try AttemptFolder()
            #expect(try folder.run(.make(), channel: channel, now: { Date() }).stoppedEpoch == 0)
            #expect(channel.progressCalls == stop + 1)
            #expect(channel.records.isEmpty)
            let next = RecordingChannel()
            #expect(try folder.run(.make(), channel: next, now: { Date() }).isFinished)
            // The first epoch's steps were those of the attempt before.
            #expect(next.records.allSatisfy { $0.seconds > 0 && $0.examplesPerSecond > 0 })
        }
    }

    @Test func aFinishedTrainingThatIsRunAgainSaysTheSameAgain() throws {
        let folder = try AttemptFolder()
        let (one, two) = (RecordingChannel(), RecordingChannel())
        let first = try folder.run(.make(), channel: one)
        #expect(try folder.run(.make(), channel: two) == first)
        #expect(two.resumedFromEpoch == 2)
        #expect(one.records == two.records)
    }

    @Test func aCheckpointOfAnotherSpecificationIsPassedOver() throws {
        let folder = try AttemptFolder()
        #expect(try folder.run(.make(), channel: RecordingChannel(stopAfter: 3)).stoppedEpoch == 0)
        let channel = RecordingChannel()
        #expect(try folder.run(.make(#"{"training": {"seed": 9}}"#), channel: channel).isFinished)
        #expect(channel.resumedFromEpoch == nil)
        #expect(channel.logs.count == 1 && channel.logs[0].contains("it belongs to another specification"))
    }

    @Test func whatAKilledAttemptLeftHalfWrittenIsRemoved() throws {
        let folder = try AttemptFolder()
        try folder.write(Data([1, 2, 3]), to: "checkpoint-0.safetensors.12.345.partial")
        #expect(try folder.run(.make()).isFinished)
        #expect(try !folder.names.contains { $0.hasSuffix(".partial") })
    }
}
