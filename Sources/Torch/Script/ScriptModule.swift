import CTorch

/// A TorchScript module: a network with its tensors in the form of PyTorch's `torch.jit`, which runs without the
/// program that made it.
package final class ScriptModule {
    let pointer: OpaquePointer
    /// The archive's extra files, by name.
    package let metadata: [String: String]

    init(_ pointer: OpaquePointer, metadata: [String: String]) {
        self.pointer = pointer
        self.metadata = metadata
    }

    deinit { ctorch_script_free(pointer) }

    /// Reads an archive that `torch.jit.save` or `TorchScript.export` wrote.
    package static func read(_ path: String, device: Device = .cpu) throws(TorchError) -> ScriptModule {
        try device.requirePresence()
        return try decode(try DurableFile.read(path), path: path, device: device)
    }

    /// The first byte of a pickle.
    private static let pickle: UInt8 = 0x80
    private static let advice = "torch.jit.script(model).save(path) writes what is taken."

    static func decode(
        _ archive: [UInt8], path: String, device: Device = .cpu
    ) throws(TorchError) -> ScriptModule {
        guard archive.first != Self.pickle else {
            throw .file(
                path: path,
                problem: "It is no TorchScript: it is a pickle, and no pickle is read; \(Self.advice)")
        }
        let names = try ZipArchive.verify(archive, path: path)
        guard names.contains(where: { $0.hasSuffix("/constants.pkl") }) else {
            throw .file(
                path: path,
                problem:
                    "It is no TorchScript: it has no code, as what torch.save writes (a state dict, or a pickled module); "
                    + Self.advice)
        }
        var out: OpaquePointer?
        let text = ctorch_script_load(archive, archive.count, device.number, &out)
        guard let out else {
            throw .file(path: path, problem: "It is no TorchScript: \(TorchError.message(text))")
        }
        var notes: [String: String] = [:]
        _ = withUnsafeMutablePointer(to: &notes) { notes in
            ctorch_script_notes(
                out,
                { context, name, bytes, length in
                    guard let name else { return }
                    let content = String(
                        decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
                    let notes = context?.assumingMemoryBound(to: [String: String].self)
                    notes?.pointee[String(cString: name)] = content
                }, notes)
        }
        return ScriptModule(out, metadata: notes)
    }

    /// Runs `forward`. Throws where it takes anything but one tensor, or gives anything else.
    package func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
        try withExtendedLifetime(self) { () throws(TorchError) in
            try Tensor.apply("TorchScript", input) { ctorch_script_forward(pointer, $0, $1) }
        }
    }

    /// Runs `forward` operation by operation, as its code says. All that it draws follows from the seed: the same
    /// arguments give the same bytes on the same device.
    /// - Throws: `noTensor` where it gives anything but one tensor.
    package func callAsFunction(_ input: Tensor, seed: UInt64) throws(TorchError) -> Tensor {
        var out: OpaquePointer?
        var other: UnsafeMutablePointer<CChar>?
        let text = withExtendedLifetime((self, input)) {
            ctorch_script_run(pointer, input.pointer, seed, &out, &other)
        }
        defer { ctorch_text_free(other) }
        if let other { throw .noTensor(found: String(cString: other)) }
        return try Tensor(adopting: out, "TorchScript", [input], text)
    }

    /// The parameters and the buffers (running statistics), under their dotted names. They are the module's own:
    /// no copies.
    package func tensors() throws(TorchError) -> (parameters: ParameterSet, statistics: ParameterSet) {
        var found: [Found] = []
        let text = withUnsafeMutablePointer(to: &found) { found in
            ctorch_script_tensors(
                pointer,
                { context, name, tensor, isParameter in
                    guard let name, let tensor else { return }
                    let found = Found(
                        name: String(cString: name), handle: TensorHandle(tensor), isParameter: isParameter)
                    context?.assumingMemoryBound(to: [Found].self).pointee.append(found)
                }, found)
        }
        if let text { throw TorchError("listing tensors", [], text) }
        var sets = (parameters: ParameterSet(), statistics: ParameterSet())
        for entry in found {
            let tensor = try Tensor(owning: entry.handle, "listing tensors", [])
            if entry.isParameter {
                try sets.parameters.append(entry.name, tensor)
            } else {
                try sets.statistics.append(entry.name, tensor)
            }
        }
        return sets
    }

    private struct Found {
        var name: String
        var handle: TensorHandle
        var isParameter: Bool
    }
}
