import Foundation
import Specification
import Students
import Teaching
import Torch

/// The files that a finished training leaves, each written whole or not at all.
struct Artifacts {
    let run: TrainingRun
    let directory: String

    func write() throws -> [EngineFile] {
        var files = [try student(), try script()]
        if run.specification.teaching.method.hasTeacher { files.append(try teacher()) }
        files.append(
            try text("specification.json", MediaType.json, JSONCoding.encode(run.specification)))
        files.append(try text("epochs.csv", MediaType.csv, Data(EpochTable(run.records).text.utf8)))
        return files
    }

    /// θ and the running statistics, under the names that PyTorch's modules use.
    private func student() throws -> EngineFile {
        let state = run.loop.state.student
        let tensors =
            Array(zip(state.parameters.names, state.parameters.tensors))
            + Array(zip(state.statistics.names, state.statistics.tensors))
        try Safetensors.write(
            tensors: tensors.map { ($0, $1) }, metadata: try StudentCard(run).metadata,
            to: path("student.safetensors"))
        return EngineFile(name: "student.safetensors", kind: .student, mediaType: MediaType.safetensors)
    }

    /// The same student as a program of its own, for batches of any size of the data's images.
    private func script() throws -> EngineFile {
        let state = run.loop.state.student
        let shape = run.data.data.shape
        let path = path("student.pt")
        // Any values will do; these differ from one another.
        let example = try Tensor.normal(
            [2, shape.channels, shape.height, shape.width],
            type: DataType(run.specification.training.precision), random: RandomSource(seed: 0))
        let metadata = try StudentCard(run).metadata
        if let script = run.setting.network as? ScriptNetwork {
            try TorchScript.export(
                script.function, parameters: state.parameters, statistics: state.statistics,
                example: example.to(device: run.device), to: path, metadata: metadata)
        } else {
            try TorchScript.export(
                network: run.setting.network, parameters: state.parameters, statistics: state.statistics,
                example: example, to: path, metadata: metadata)
        }
        return EngineFile(name: "student.pt", kind: .student, mediaType: MediaType.torchScript)
    }

    /// What the teacher has learned, and the metrics beside it.
    private func teacher() throws -> EngineFile {
        try TeacherFile(run).write(to: path(SavedTeacher.fileName))
        return EngineFile(name: SavedTeacher.fileName, kind: .teacher, mediaType: MediaType.safetensors)
    }

    private func text(_ name: String, _ mediaType: String, _ content: Data) throws -> EngineFile {
        try DurableFile.write(Array(content), to: path(name))
        return EngineFile(name: name, kind: .report, mediaType: mediaType)
    }

    private func path(_ name: String) -> String { directory + "/" + name }
}

enum MediaType {
    static let safetensors = "application/octet-stream"
    static let torchScript = "application/octet-stream"
    static let json = "application/json"
    static let csv = "text/csv"
}
