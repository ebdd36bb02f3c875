import Datasets
import Specification
import Students
import Torch

/// A student as its file has it, ready to answer.
package struct TrainedStudent {
    let card: StudentCard
    let network: any Network
    private let parameters: ParameterSet
    private let statistics: ParameterSet
    private let type: DataType

    /// Reads `student.safetensors`, or `student.pt` of a student that is a TorchScript module.
    /// - Throws: `TrainingError` for a file that does not hold a whole student.
    package init(path: String) throws {
        do {
            if path.hasSuffix(".pt") {
                try self.init(script: path)
            } else {
                try self.init(tensors: path)
            }
        } catch let error as TrainingError {
            throw error
        } catch TorchError.file(_, let problem) {
            throw TrainingError.unreadableStudent(path: path, reason: Misfit.ending(problem))
        } catch StudentError.script(_, let problem) {
            throw TrainingError.unreadableStudent(path: path, reason: Misfit.ending(problem))
        } catch {
            throw TrainingError.unreadableStudent(path: path, reason: Misfit.ending("\(error)"))
        }
    }

    private init(tensors path: String) throws {
        let file = try Safetensors.read(path)
        card = try StudentCard(metadata: file.metadata, path: path)
        try card.check()
        guard !card.student.isScript else {
            throw Misfit(
                reason: "its architecture is a TorchScript module; take student.pt, which holds both")
        }
        let task = try TrainingTask.named(card.task)
        try task.student(card.student.architecture).check(card.student)
        network = try task.network(card.student, shape: card.shape)
        let expected = (
            parameters: try network.initialParameters(random: Torch.RandomSource(seed: 0)),
            statistics: try network.initialStatistics()
        )
        let names = Set(expected.parameters.names + expected.statistics.names)
        if let strange = file.tensors.keys.sorted().first(where: { !names.contains($0) }) {
            throw Misfit(reason: "it has a tensor '\(strange)', which its architecture has not")
        }
        type = file.tensors.values.allSatisfy { $0.type == .float64 } ? .float64 : .float32
        parameters = try Self.values(of: expected.parameters, in: file.tensors, type: type)
        statistics = try Self.values(of: expected.statistics, in: file.tensors, type: type)
    }

    private init(script path: String) throws {
        let function = try ScriptFile.read(path, name: "student.pt")
        card = try StudentCard(metadata: function.metadata, path: path)
        try card.check()
        network = ScriptNetwork(name: card.student.architecture, function: function)
        parameters = function.parameters
        statistics = function.statistics
        type = parameters.tensors.allSatisfy { $0.type == .float64 } ? .float64 : .float32
    }

    /// The network's own names and shapes are what the file must have.
    private static func values(
        of expected: ParameterSet, in tensors: [String: Tensor], type: DataType
    ) throws -> ParameterSet {
        let values = try zip(expected.names, expected.tensors).map { name, tensor in
            guard let found = tensors[name] else {
                throw Misfit(reason: "it lacks the tensor '\(name)' of shape \(tensor.shape)")
            }
            guard found.shape == tensor.shape, found.type == type else {
                throw Misfit(
                    reason: "its tensor '\(name)' is \(found.type) of shape \(found.shape); "
                        + "\(type) of shape \(tensor.shape) is expected")
            }
            return found
        }
        return try ParameterSet(names: expected.names, tensors: values)
    }

    /// The network's output in evaluation mode. - Throws: `TrainingError` where it is not finite.
    func output(of batch: Batch) throws -> Tensor {
        try withoutGradient {
            let output = try network(
                batch.input(type: type), parameters: parameters, statistics: statistics, mode: .evaluation
            ).output
            guard try output.isFinite().all().item() != 0 else { throw TrainingError.answersNotFinite }
            return output
        }
    }
}

/// Why a file is no student, as the end of a sentence.
struct Misfit: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }

    /// Without the full stop: a sentence goes on behind it.
    static func ending(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}

extension StudentCard {
    /// RGB by class: the data set's, or such that classes can be told apart.
    var palette: [[UInt8]] { colors ?? classes.indices.map(ClassColors.vivid) }

    /// - Throws: `Misfit` where what feeds the student does not fit together.
    fileprivate func check() throws {
        guard shape.channels == 1 || shape.channels == 3 else {
            throw Misfit(reason: "it takes images of \(shape.channels) channels; 1 or 3 are expected")
        }
        guard shape.height <= 4096, shape.width <= 4096, (1...10_000).contains(classes.count) else {
            throw Misfit(
                reason: "it takes images of \(shape.height)×\(shape.width) pixels and knows \(classes.count) "
                    + "classes; sides of at most 4096 and 1 to 10000 classes are expected")
        }
        guard normalization.maximumPixel > 0, normalization.mean.count == shape.channels,
            normalization.deviation.count == shape.channels,
            (normalization.mean + normalization.deviation).allSatisfy(\.isFinite),
            normalization.deviation.allSatisfy({ $0 > 0 })
        else {
            throw Misfit(reason: "its metadata 'normalization' is not one for \(shape.channels) channels")
        }
        if let colors, colors.count != classes.count || colors.contains(where: { $0.count != 3 }) {
            throw Misfit(reason: "its metadata 'colors' are not three numbers for each class")
        }
        if task == .segmentation, classes.count > Int(ClassMask.void) {
            throw Misfit(reason: "its masks have \(classes.count) classes; at most \(ClassMask.void) fit")
        }
    }
}

extension Student {
    /// - Throws: `Misfit` for a parameter that the architecture has not, or whose value is out of its range.
    fileprivate func check(_ selection: StudentSelection) throws {
        for (name, value) in selection.parameters.sorted(by: { $0.key < $1.key }) {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                throw Misfit(reason: "the architecture '\(self.name)' has no parameter '\(name)'")
            }
            guard let number = value.numberValue, parameter.range.contains(number) else {
                throw Misfit(
                    reason: "its parameter '\(name)' is not a number from \(parameter.range.lowerBound) to "
                        + "\(parameter.range.upperBound)")
            }
        }
    }
}
