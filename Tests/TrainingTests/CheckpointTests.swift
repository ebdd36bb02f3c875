import Datasets
import Foundation
import Specification
import Testing
import Torch

@testable import Training

/// Checkpoints that storage has changed.
@Suite struct CheckpointTests {
    private static let name = "checkpoint-1.safetensors"
    private let specification = Result {
        try JobSpecification.make(student: #"{"architecture": "mlp", "parameters": {"width": 4}}"#)
    }

    /// A folder with a checkpoint in the middle of epoch 2.
    private func stopped() throws -> AttemptFolder {
        let folder = try AttemptFolder()
        #expect(
            try folder.run(specification.get(), channel: RecordingChannel(stopAfter: 18)).stoppedEpoch == 1)
        return folder
    }

    private func run(_ specification: JobSpecification) throws -> TrainingRun {
        let task = TrainingTask.classification
        let data = try PreparedData(
            task.load(specification, DatasetCatalogue()), batchSize: specification.training.batchSize)
        return try TrainingRun(specification, task: task, data: data)
    }

    @Test func anyChangedByteAndAnyCutIsNoticed() throws {
        let folder = try stopped()
        let fresh = try run(specification.get())
        let whole = try folder.bytes(Self.name)
        func read(_ bytes: Data) throws {
            try folder.write(bytes, to: "changed.safetensors")
            _ = try Checkpoint.read(
                from: folder.file("changed.safetensors"), like: fresh.loop.state, device: .cpu)
        }
        try read(whole)
        for part in 0..<40 {
            let place = part * (whole.count - 1) / 39
            #expect(throws: (any Error).self, "cut at \(place)") { try read(whole.prefix(place)) }
            var flipped = whole
            flipped[flipped.startIndex + place] ^= 1 << (part % 7)
            #expect(throws: (any Error).self, "byte \(place)") { try read(flipped) }
        }
        // Every byte at the beginning: lengths, names, and the plain part's first members.
        for place in 0..<120 {
            var flipped = whole
            flipped[flipped.startIndex + place] ^= 4
            #expect(throws: (any Error).self, "byte \(place)") { try read(flipped) }
        }
    }

    @Test func aBrokenCheckpointIsSaidAndPassedOver() throws {
        let undisturbed = try AttemptFolder()
        #expect(try undisturbed.run(specification.get()).isFinished)
        for cut in [false, true] {
            let folder = try stopped()
            var bytes = try folder.bytes(Self.name)
            if cut { bytes = bytes.prefix(bytes.count / 2) } else { bytes[bytes.endIndex - 5] ^= 2 }
            try folder.write(bytes, to: Self.name)
            let channel = RecordingChannel()
            #expect(try folder.run(specification.get(), channel: channel).isFinished)
            #expect(channel.resumedFromEpoch == nil)
            #expect(channel.logs.count == 1 && channel.logs[0].contains(Self.name), "\(channel.logs)")
            #expect(!channel.logs.joined().contains(folder.path), "\(channel.logs)")
            #expect(try folder.bytes("student.safetensors") == undisturbed.bytes("student.safetensors"))
        }
    }

    @Test func aFileOfAnotherFormatIsRefusedInASentence() throws {
        let folder = try AttemptFolder()
        let fresh = try run(specification.get())
        try Safetensors.write(tensors: [], metadata: ["format": "l2t-student/1"], to: folder.file(Self.name))
        let error = try #require(throws: TrainingError.self) {
            try Checkpoint.read(from: folder.file(Self.name), like: fresh.loop.state, device: .cpu)
        }
        #expect(
            error.description == "The checkpoint \(folder.file(Self.name)) cannot be resumed: "
                + "its format is l2t-student/1, l2t-checkpoint/1 is expected.")
    }

    @Test func aDigestIsFNV1aOfWordsAndChangesWithEachBit() {
        var empty = ContentDigest()
        empty.add([])
        #expect(empty.value == 0xcbf2_9ce4_8422_2325 &* 0x0000_0100_0000_01b3)
        func digest(_ bytes: [UInt8]) -> UInt64 {
            var digest = ContentDigest()
            digest.add(bytes)
            return digest.value
        }
        let bytes = (0..<21).map { UInt8($0) }
        for bit in 0..<(21 * 8) {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(digest(changed) != digest(bytes), "bit \(bit)")
        }
        #expect(digest([0]) != digest([0, 0]))
    }
}
