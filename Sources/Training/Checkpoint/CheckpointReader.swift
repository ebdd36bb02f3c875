import Foundation
import Specification
import Teaching
import Torch

/// Reads a checkpoint's file, and refuses one that storage has changed or that is of another setting.
struct CheckpointReader {
    /// For errors.
    private let path: String
    /// Of the same setting: says the names, shapes and types to expect.
    private let state: TeachingState
    private let device: Device
    private let header: CheckpointHeader
    private let tensors: [String: Tensor]

    /// Reads the file and its plain part.
    /// - Throws: `TorchError` where it is no whole safetensors file; `TrainingError.unreadableCheckpoint` where its format
    ///   or its digest is another; `DecodingError` where its plain part has another form.
    init(_ path: String, like state: TeachingState, device: Device) throws {
        let file = try Safetensors.read(path)
        guard file.metadata["format"] == CheckpointHeader.format, let text = file.metadata["state"] else {
            throw TrainingError.unreadableCheckpoint(
                path: path,
                reason: "its format is \(file.metadata["format"] ?? "not said"), "
                    + "\(CheckpointHeader.format) is expected")
        }
        let digest = try Checkpoint.digest(text, file.tensors.map { ($0.key, $0.value) })
        guard file.metadata["digest"] == digest else {
            throw TrainingError.unreadableCheckpoint(
                path: path, reason: "its content is not what was written: the digests differ")
        }
        self.path = path
        self.state = state
        self.device = device
        header = try JSONCoding.decode(CheckpointHeader.self, from: Data(text.utf8))
        tensors = file.tensors
    }

    /// - Throws: `TrainingError.unreadableCheckpoint` where a tensor is missing, or has another shape or type.
    func checkpoint() throws -> Checkpoint {
        let student = try student()
        let learnedWeights = try learnedWeights()
        let followed = try followed(before: student)
        return Checkpoint(
            header: header, student: student, teacher: try teacher(), learnedWeights: learnedWeights,
            followed: followed)
    }

    private func student() throws -> StudentState {
        let known = state.student
        return StudentState(
            parameters: try set("student", like: known.parameters),
            statistics: try set("statistics", like: known.statistics),
            optimizer: try optimizer(
                "student-optimizer", step: header.studentUpdates, like: known.optimizer,
                names: known.parameters.names))
    }

    private func teacher() throws -> TeacherState {
        let known = state.teacher
        return TeacherState(
            parameters: try set("teacher", like: known.parameters),
            optimizer: try optimizer(
                "teacher-optimizer", step: header.teacherOptimizerStep, like: known.optimizer,
                names: known.parameters.names),
            memory: try memory("teacher-memory"), windowStart: try memory("teacher-window"),
            window: header.window, loss: header.teacherLoss, updates: header.teacherUpdates)
    }

    private func learnedWeights() throws -> LearnedWeights? {
        guard let known = state.learnedWeights else { return nil }
        return LearnedWeights(
            parameters: try set("loss", like: known.parameters),
            optimizer: try optimizer(
                "loss-optimizer", step: header.studentUpdates, like: known.optimizer,
                names: known.parameters.names))
    }

    /// The steps of a horizon that is not at its end; the last of them leads to `student`.
    private func followed(before student: StudentState) throws -> [StudentStep] {
        var steps: [StudentStep] = []
        // From the last: each step leads to the one behind it.
        for (index, plain) in (header.followed ?? []).enumerated().reversed() {
            let step = try plain.step(like: state, after: steps.first?.before ?? student) { name in
                guard let tensor = tensors["followed/\(index)/\(name)"] else {
                    throw TrainingError.unreadableCheckpoint(
                        path: path, reason: "tensor '\(name)' of followed step \(index) is missing")
                }
                return try tensor.to(device: device)
            }
            steps.insert(step, at: 0)
        }
        return steps
    }

    private func memory(_ prefix: String) throws -> LSTMCell.State {
        LSTMCell.State(
            hidden: try tensor("\(prefix)/hidden", like: state.teacher.memory.hidden),
            cell: try tensor("\(prefix)/cell", like: state.teacher.memory.cell))
    }

    private func set(_ prefix: String, like known: ParameterSet) throws -> ParameterSet {
        try known.replacing(
            tensors: zip(known.names, known.tensors).map { try tensor("\(prefix)/\($0)", like: $1) })
    }

    private func optimizer(
        _ prefix: String, step: Int, like known: OptimizerState, names: [String]
    ) throws -> OptimizerState {
        var slots: [[Tensor]] = []
        for (name, known) in zip(names, known.slots) {
            slots.append(try known.enumerated().map { try tensor("\(prefix)/\($0)/\(name)", like: $1) })
        }
        return OptimizerState(step: step, slots: slots)
    }

    /// In the place and the layout of `known`, whose shape and type it must have.
    private func tensor(_ name: String, like known: Tensor) throws -> Tensor {
        guard let tensor = tensors[name], tensor.shape == known.shape, tensor.type == known.type else {
            throw TrainingError.unreadableCheckpoint(
                path: path,
                reason: "tensor '\(name)' of shape \(known.shape) and type \(known.type) is missing")
        }
        // The layout decides which kernels run, and so the last bits of what follows.
        let placed = try tensor.to(device: known.device)
        return known.isChannelsLast ? try placed.channelsLast() : placed
    }
}
