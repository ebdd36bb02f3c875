/// What the tensor engine refused, and why.
package enum TorchError: Error, Equatable {
    /// libtorch threw; `message` is the first line of its text, without its stack trace.
    case operation(String, inputs: [String], message: String)
    case valueCount(shape: [Int], found: Int)
    case unknownDevice(String)
    /// `devices` is how many CUDA devices libtorch sees.
    case absentDevice(Device, devices: Int)
    /// A shape that libtorch itself would not check.
    case shape(operation: String, argument: String, expected: String, found: [Int])
    case unsupportedType(operation: String, found: Int32)
    /// Two lists that belong together have different lengths.
    case listLengths(operation: String, expected: Int, found: Int)
    /// A TorchScript module has more parameters and buffers than are taken.
    case tensorCount(found: Int, allowed: Int)
    /// A TorchScript module's `forward` gives something else; `found` is its type, as Python writes it.
    case noTensor(found: String)
    case unknownParameter(String, known: [String])
    case duplicateParameter(String)
    case file(path: String, problem: String)
}

extension TorchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .operation(let name, let inputs, let message):
            let arguments = inputs.isEmpty ? "" : " of " + inputs.joined(separator: " and ")
            return "The operation \(name)\(arguments) failed: \(message)"
        case .valueCount(let shape, let found):
            if let count = TensorShape.count(shape) {
                return "A tensor of shape \(shape) takes \(count) values, \(found) were given."
            }
            return "\(shape) is no shape: sizes are zero or more and their product fits in an Int."
        case .unknownDevice(let name):
            return "The device \"\(name)\" is not known: it is \"cpu\", \"cuda\" or \"cuda:\" and an index."
        case .absentDevice(let device, let devices):
            return
                "The device \(device) is not there: libtorch \(TorchRuntime.version) sees \(devices) CUDA devices."
        case .shape(let operation, let argument, let expected, let found):
            return "The operation \(operation) takes \(argument) of shape \(expected), \(found) was given."
        case .unsupportedType(let operation, let found):
            return "The operation \(operation) gave elements of libtorch's scalar type \(found); "
                + "supported are \(DataType.allCases.map(\.description).joined(separator: ", "))."
        case .listLengths(let operation, let expected, let found):
            return "The operation \(operation) takes \(expected) tensors to match its other argument, "
                + "\(found) were given."
        case .tensorCount(let found, let allowed):
            return "A module of \(found) tensors (parameters and buffers) is too large; at most \(allowed) "
                + "are allowed."
        case .noTensor(let found):
            return "The module's forward gives \(found); one tensor is expected."
        case .unknownParameter(let name, let known):
            return "There is no parameter \"\(name)\"; there are: \(known.joined(separator: ", "))."
        case .duplicateParameter(let name):
            return "The parameter \"\(name)\" exists already; names are unique."
        case .file(let path, let problem):
            return "\(path): \(problem)"
        }
    }
}
