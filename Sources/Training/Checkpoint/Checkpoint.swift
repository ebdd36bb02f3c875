import Foundation
import Specification
import Teaching
import Torch

/// A training as it stands, on disk: one safetensors file whose metadata holds the plain part.
struct Checkpoint {
    var header: CheckpointHeader
    var student: StudentState
    var teacher: TeacherState
    var learnedWeights: LearnedWeights?
    /// Of a horizon that is not at its end.
    var followed: [StudentStep] = []

    static func name(epoch: Int) -> String { "checkpoint-\(epoch).safetensors" }

    /// The epochs that the folder holds checkpoints of, latest first.
    static func epochs(in directory: String) throws -> [Int] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
            .compactMap { name in
                guard name.hasPrefix("checkpoint-"), name.hasSuffix(".safetensors") else { return nil }
                return Int(name.dropFirst("checkpoint-".count).dropLast(".safetensors".count))
            }
            .sorted(by: >)
    }

    /// Whole or not at all: written beside, made durable, renamed.
    func write(to path: String) throws {
        var tensors: [(String, Tensor)] = []
        func add(_ prefix: String, _ set: ParameterSet) {
            for (name, tensor) in zip(set.names, set.tensors) {
                tensors.append(("\(prefix)/\(name)", tensor))
            }
        }
        func add(_ prefix: String, _ state: OptimizerState, names: [String]) {
            for (name, slots) in zip(names, state.slots) {
                for (index, slot) in slots.enumerated() {
                    tensors.append(("\(prefix)/\(index)/\(name)", slot))
                }
            }
        }
        add("student", student.parameters)
        add("statistics", student.statistics)
        add("student-optimizer", student.optimizer, names: student.parameters.names)
        add("teacher", teacher.parameters)
        add("teacher-optimizer", teacher.optimizer, names: teacher.parameters.names)
        tensors += [
            ("teacher-memory/hidden", teacher.memory.hidden), ("teacher-memory/cell", teacher.memory.cell),
            ("teacher-window/hidden", teacher.windowStart.hidden),
            ("teacher-window/cell", teacher.windowStart.cell),
        ]
        if let learnedWeights {
            add("loss", learnedWeights.parameters)
            add("loss-optimizer", learnedWeights.optimizer, names: learnedWeights.parameters.names)
        }
        for (index, step) in followed.enumerated() {
            tensors += FollowedStep.tensors(of: step).map { ("followed/\(index)/\($0)", $1) }
        }
        let text = String(decoding: try JSONCoding.encode(header), as: UTF8.self)
        try Safetensors.write(
            tensors: tensors,
            metadata: [
                "format": CheckpointHeader.format, "state": text, "digest": try Self.digest(text, tensors),
            ], to: path)
    }

    /// Over the plain part and every tensor with its name: safetensors itself notices no flipped bit.
    static func digest(_ text: String, _ tensors: [(String, Tensor)]) throws -> String {
        var digest = ContentDigest()
        digest.add(Array(text.utf8))
        for (name, tensor) in tensors.sorted(by: { $0.0 < $1.0 }) {
            digest.add(Array(name.utf8))
            digest.add(try tensor.bytes())
        }
        return String(digest.value, radix: 16)
    }

    /// - Parameter state: a fresh state of the same setting, which says the names and shapes to expect.
    static func read(from path: String, like state: TeachingState, device: Device) throws -> Checkpoint {
        try CheckpointReader(path, like: state, device: device).checkpoint()
    }
}
