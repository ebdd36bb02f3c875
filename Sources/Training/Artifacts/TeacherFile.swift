import Foundation
import Specification
import Torch

/// A trained teacher on disk: φ, the metrics that it weighs in their order, and what it may go on with.
struct TeacherFile {
    static let format = "l2t-teacher/1"

    /// In the order of their rows.
    let metrics: [String]
    private let tensors: [String: Tensor]
    private let metadata: [String: String]

    init(_ run: TrainingRun) throws {
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try JSONCoding.encode(value), as: UTF8.self)
        }
        let parameters = run.loop.state.teacher.parameters
        metrics = run.setting.metrics.names
        tensors = Dictionary(uniqueKeysWithValues: zip(parameters.names, parameters.tensors))
        metadata = [
            "format": Self.format, "metrics": try json(metrics),
            "facts": try json(TeacherFacts(run.specification)),
        ]
    }

    /// - Throws: `TrainingError.unusableTeacher` where it is no teacher's file.
    init(_ path: String) throws {
        guard let file = try? Safetensors.read(path) else {
            throw TrainingError.unusableTeacher(reason: "its file is missing or damaged")
        }
        guard file.metadata["format"] == Self.format, let names = file.metadata["metrics"] else {
            throw TrainingError.unusableTeacher(
                reason: "the format of its file is \(file.metadata["format"] ?? "not said"), "
                    + "\(Self.format) is expected")
        }
        guard let metrics = try? JSONCoding.decode([String].self, from: Data(names.utf8)) else {
            throw TrainingError.unusableTeacher(reason: "its file does not list the metrics")
        }
        self.metrics = metrics
        tensors = file.tensors
        metadata = file.metadata
    }

    func write(to path: String) throws {
        try Safetensors.write(
            tensors: tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, metadata: metadata,
            to: path)
    }

    /// φ, for a teacher of these metrics.
    /// - Parameter like: the parameters of an untrained one, which say the names and shapes to expect.
    func parameters(like: ParameterSet, metrics: [String]) throws -> ParameterSet {
        guard self.metrics == metrics else {
            throw TrainingError.unusableTeacher(
                reason: "it weighs \(self.metrics.joined(separator: ", ")) in this order, the job has "
                    + metrics.joined(separator: ", "))
        }
        let names = Set(like.names)
        guard names == Set(tensors.keys) else {
            throw TrainingError.unusableTeacher(
                reason: "its parameters are \(tensors.keys.sorted().joined(separator: ", ")); "
                    + "\(like.names.sorted().joined(separator: ", ")) are expected")
        }
        return try like.replacing(
            tensors: zip(like.names, like.tensors).map { name, own in
                guard let tensor = tensors[name], tensor.shape == own.shape, tensor.type == own.type else {
                    throw TrainingError.unusableTeacher(
                        reason: "its '\(name)' is of shape \(tensors[name]?.shape ?? []); \(own.shape) of "
                            + "\(own.type) is expected")
                }
                return try tensor.to(device: own.device)
            })
    }
}
