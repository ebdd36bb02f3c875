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
    private static func digest(_ text: String, _ tensors: [(String, Tensor)]) throws -> String {
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
        let file = try Safetensors.read(path)
        guard file.metadata["format"] == CheckpointHeader.format, let text = file.metadata["state"] else {
            throw TrainingError.unreadableCheckpoint(
                path: path,
                reason: "its format is \(file.metadata["format"] ?? "not said"), "
                    + "\(CheckpointHeader.format) is expected")
        }
        guard file.metadata["digest"] == (try digest(text, file.tensors.map { ($0.key, $0.value) })) else {
            throw TrainingError.unreadableCheckpoint(
                path: path, reason: "its content is not what was written: the digests differ")
        }
        let header = try JSONCoding.decode(CheckpointHeader.self, from: Data(text.utf8))
        func tensor(_ name: String, like other: Tensor) throws -> Tensor {
            guard let tensor = file.tensors[name], tensor.shape == other.shape, tensor.type == other.type
            else {
                throw TrainingError.unreadableCheckpoint(
                    path: path,
                    reason: "tensor '\(name)' of shape \(other.shape) and type \(other.type) is missing")
            }
            // The layout decides which kernels run, and so the last bits of what follows.
            let placed = try tensor.to(device: other.device)
            return other.isChannelsLast ? try placed.channelsLast() : placed
        }
        func set(_ prefix: String, _ like: ParameterSet) throws -> ParameterSet {
            try like.replacing(
                tensors: zip(like.names, like.tensors).map { try tensor("\(prefix)/\($0)", like: $1) })
        }
        func optimizer(_ prefix: String, step: Int, _ like: OptimizerState, _ names: [String]) throws
            -> OptimizerState
        {
            var slots: [[Tensor]] = []
            for (name, known) in zip(names, like.slots) {
                slots.append(try known.enumerated().map { try tensor("\(prefix)/\($0)/\(name)", like: $1) })
            }
            return OptimizerState(step: step, slots: slots)
        }
        func memory(_ prefix: String) throws -> LSTMCell.State {
            LSTMCell.State(
                hidden: try tensor("\(prefix)/hidden", like: state.teacher.memory.hidden),
                cell: try tensor("\(prefix)/cell", like: state.teacher.memory.cell))
        }
        let student = StudentState(
            parameters: try set("student", state.student.parameters),
            statistics: try set("statistics", state.student.statistics),
            optimizer: try optimizer(
                "student-optimizer", step: header.studentUpdates, state.student.optimizer,
                state.student.parameters.names))
        let learnedWeights = try state.learnedWeights.map { known in
            LearnedWeights(
                parameters: try set("loss", known.parameters),
                optimizer: try optimizer(
                    "loss-optimizer", step: header.studentUpdates, known.optimizer, known.parameters.names))
        }
        var followed: [StudentStep] = []
        // From the last: each step leads to the one behind it.
        for (index, plain) in (header.followed ?? []).enumerated().reversed() {
            let step = try plain.step(like: state, after: followed.first?.before ?? student) { name in
                guard let tensor = file.tensors["followed/\(index)/\(name)"] else {
                    throw TrainingError.unreadableCheckpoint(
                        path: path, reason: "tensor '\(name)' of followed step \(index) is missing")
                }
                return try tensor.to(device: device)
            }
            followed.insert(step, at: 0)
        }
        return Checkpoint(
            header: header, student: student,
            teacher: TeacherState(
                parameters: try set("teacher", state.teacher.parameters),
                optimizer: try optimizer(
                    "teacher-optimizer", step: header.teacherOptimizerStep, state.teacher.optimizer,
                    state.teacher.parameters.names),
                memory: try memory("teacher-memory"), windowStart: try memory("teacher-window"),
                window: header.window, loss: header.teacherLoss, updates: header.teacherUpdates),
            learnedWeights: learnedWeights, followed: followed)
    }
}
