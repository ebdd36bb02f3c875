import CTorch

/// A module in the making: tensors go in under their names, `forward` is recorded, an archive comes out.
struct ScriptTrace: ~Copyable {
    private let pointer: OpaquePointer

    init(name: String) throws(TorchError) {
        var out: OpaquePointer?
        let text = ctorch_script_create(name, &out)
        guard let out else { throw TorchError("beginning a TorchScript module", [], text) }
        pointer = out
    }

    deinit { ctorch_script_free(pointer) }

    func add(_ tensors: ParameterSet, asParameters: Bool) throws(TorchError) {
        for (name, tensor) in zip(tensors.names, tensors.tensors) {
            let text = withExtendedLifetime(tensor) {
                ctorch_script_add(pointer, name, tensor.pointer, asParameters)
            }
            if let text { throw TorchError("adding \(name) to a TorchScript module", [tensor], text) }
        }
    }

    func add(metadata: [String: String]) throws(TorchError) {
        try ScriptArchive.add(metadata: metadata, to: pointer)
    }

    /// Records what `body` does with the example and with the very tensors that were added; any other tensor it uses
    /// becomes a constant. - Throws: what `body` throws, or `TorchError`.
    func record(example: Tensor, _ body: @escaping (Tensor) throws -> Tensor) throws {
        var evaluation = Evaluation(body: body)
        let text = withExtendedLifetime(example) {
            withUnsafeMutablePointer(to: &evaluation) { evaluation in
                ctorch_script_trace(
                    pointer, example.pointer,
                    { context, input in
                        guard let context, let input else { return nil }
                        return context.assumingMemoryBound(to: Evaluation.self).pointee.run(input)
                    }, evaluation)
            }
        }
        if let error = evaluation.error {
            ctorch_text_free(text)
            throw error
        }
        if let text { throw TorchError("tracing", [example], text) }
    }

    func archive() throws(TorchError) -> [UInt8] {
        try ScriptArchive.bytes(of: pointer)
    }

    /// One call of the body on libtorch's behalf, which no Swift error can pass.
    private struct Evaluation {
        let body: (Tensor) throws -> Tensor
        var output: Tensor?
        var error: (any Error)?

        mutating func run(_ input: OpaquePointer) -> OpaquePointer? {
            do {
                let output = try body(Tensor(adopting: input, "tracing", [], nil))
                self.output = output
                return output.pointer
            } catch {
                self.error = error
                return nil
            }
        }
    }
}
