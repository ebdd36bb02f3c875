import CTorch

/// Where the shim writes a result.
typealias TensorOut = UnsafeMutablePointer<OpaquePointer?>

/// How every operation reaches libtorch: inputs stay alive for the call, results are owned before the error is
/// looked at, and the error names the operation and its inputs.
extension Tensor {
    /// Takes over the handle `out`. Throws where the call failed, gave nothing, or gave a type outside `DataType`.
    init(
        adopting out: OpaquePointer?, _ operation: String, _ inputs: @autoclosure () -> [Tensor],
        _ text: ctorch_error?
    ) throws(TorchError) {
        let handle = out.map(TensorHandle.init)
        if let text { throw TorchError(operation, inputs(), text) }
        try self.init(owning: handle, operation, inputs())
    }

    static func apply(
        _ operation: String, _ a: Tensor, _ call: (OpaquePointer?, TensorOut?) -> ctorch_error?
    ) throws(TorchError) -> Tensor {
        var out: OpaquePointer?
        let text = withExtendedLifetime(a) { call(a.pointer, &out) }
        return try Tensor(adopting: out, operation, [a], text)
    }

    static func apply(
        _ operation: String, _ a: Tensor, _ b: Tensor,
        _ call: (OpaquePointer?, OpaquePointer?, TensorOut?) -> ctorch_error?
    ) throws(TorchError) -> Tensor {
        var out: OpaquePointer?
        let text = withExtendedLifetime((a, b)) { call(a.pointer, b.pointer, &out) }
        return try Tensor(adopting: out, operation, [a, b], text)
    }

    /// Any number of inputs, of which nil ones are left out as ATen's optional tensors.
    static func apply(
        _ operation: String, _ inputs: [Tensor?], _ call: ([OpaquePointer?], TensorOut?) -> ctorch_error?
    ) throws(TorchError) -> Tensor {
        var out: OpaquePointer?
        let text = withExtendedLifetime(inputs) { call(inputs.map { $0?.pointer }, &out) }
        return try Tensor(adopting: out, operation, inputs.compactMap(\.self), text)
    }

    static func applyForPair(
        _ operation: String, _ inputs: [Tensor?],
        _ call: ([OpaquePointer?], TensorOut?, TensorOut?) -> ctorch_error?
    ) throws(TorchError) -> (Tensor, Tensor) {
        var first: OpaquePointer?
        var second: OpaquePointer?
        let text = withExtendedLifetime(inputs) { call(inputs.map { $0?.pointer }, &first, &second) }
        let handle = second.map(TensorHandle.init)
        let a = try Tensor(adopting: first, operation, inputs.compactMap(\.self), text)
        return (a, try Tensor(owning: handle, operation, inputs.compactMap(\.self)))
    }

    /// Throws unless the tensor is absent or has the shape: for operations that read beyond their arguments' memory
    /// where libtorch trusts the caller.
    static func require(
        _ tensor: Tensor?, shape: [Int], as argument: String, of operation: String
    ) throws(TorchError) {
        guard let found = tensor?.shape, found != shape else { return }
        throw .shape(operation: operation, argument: argument, expected: "\(shape)", found: found)
    }

    /// A result whose handle is owned already.
    init(
        owning handle: TensorHandle?, _ operation: String, _ inputs: @autoclosure () -> [Tensor]
    ) throws(TorchError) {
        guard let handle else { throw TorchError(operation, inputs(), nil) }
        let number = ctorch_type(handle.pointer)
        guard let type = DataType(rawValue: number) else {
            throw .unsupportedType(operation: operation, found: number)
        }
        self.handle = handle
        self.type = type
    }
}

extension TorchError {
    /// Takes over the shim's text and keeps its first line.
    init(_ operation: String, _ inputs: [Tensor], _ text: ctorch_error?) {
        self = .operation(operation, inputs: inputs.map(\.description), message: Self.message(text))
    }

    /// The first line of the shim's text, which it takes over.
    static func message(_ text: ctorch_error?) -> String {
        let message = text.map { String(cString: $0) } ?? "libtorch gave no tensor."
        ctorch_text_free(text)
        return message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "libtorch gave no reason."
    }
}
