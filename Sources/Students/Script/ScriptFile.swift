package import Torch

/// What is accepted as a user's student: a TorchScript archive whose `forward` takes one tensor, with parameters to train,
/// and whose code touches no files.
package enum ScriptFile {
    /// - Parameter name: of the student, for errors. - Throws: `StudentError` with what the file is instead.
    package static func read(
        _ path: String, name: String, device: Device = .cpu
    ) throws(StudentError) -> ScriptFunction {
        do throws(TorchError) {
            let function = try ScriptFunction(ScriptModule.read(path, device: device))
            try check(function, name: name)
            return function
        } catch {
            throw .script(student: name, problem: words(error))
        }
    }

    private static func check(_ function: ScriptFunction, name: String) throws(TorchError) {
        func refusal(_ problem: String) -> TorchError { .file(path: name, problem: problem) }
        guard let inputs = try function.inputs else { throw refusal("It has no method 'forward'.") }
        guard inputs == 1 else {
            throw refusal("Its forward takes \(inputs) inputs; one is expected, a batch of images.")
        }
        if let operation = try function.fileAccess {
            throw refusal("Its code calls \(operation), and no student may touch files.")
        }
        guard !function.parameters.isEmpty else {
            throw refusal("It has no parameters to train; torch.jit.freeze makes constants of them.")
        }
        let strange = zip(function.parameters.names, function.parameters.tensors).first {
            !$1.type.isFloating
        }
        if let (parameter, tensor) = strange {
            throw refusal(
                "Its parameter '\(parameter)' is \(tensor.type); float32 or float64 is expected.")
        }
    }

    /// Without the path, which the user need not know.
    private static func words(_ error: TorchError) -> String {
        if case .file(_, let problem) = error { problem } else { "\(error)" }
    }
}
