/// Trained networks as TorchScript archives, which programs run that know nothing of this one:
/// `torch.jit.load("student.pt")(images)` in Python, `torch::jit::load` in C++.
package enum TorchScript {
    /// Writes the network in evaluation mode, on the CPU, as a module whose `state_dict()` has the names and values of
    /// parameters and statistics; metadata are extra files of the archive. The same arguments give the same bytes.
    ///
    /// `forward` takes images of the example's channels, height and width in batches of any size. A network that
    /// computes with the batch size as a number (and so would hold the example's for ever) throws: the archive is read
    /// again and compared with the network on two other batch sizes before it is written. The file appears whole or not
    /// at all.
    /// - Parameter example: [batch, channels, height, width]; its values are not in the archive.
    package static func export(
        network: any Network, parameters: ParameterSet, statistics: ParameterSet, example: Tensor,
        to path: String, metadata: [String: String] = [:]
    ) throws {
        let archive = try withoutGradient {
            let example = try example.to(device: .cpu)
            let parameters = try parameters.map(canonical)
            let statistics = try statistics.map(canonical)
            func output(_ input: Tensor) throws -> Tensor {
                try network(input, parameters: parameters, statistics: statistics, mode: .evaluation).output
            }
            let trace = try ScriptTrace(name: "Student")
            try trace.add(parameters, asParameters: true)
            try trace.add(statistics, asParameters: false)
            try trace.add(metadata: metadata)
            try trace.record(example: example, output)
            let archive = try trace.archive()
            let module = try ScriptModule.decode(archive, path: path)
            for batch in [
                try example.narrowed(0, 0, 1), try Tensor.concatenated([example, example, example]),
            ] {
                try requireAgreement(
                    of: "traced network", with: "network", on: batch, path: path, expected: output(batch)
                ) { (batch) throws(TorchError) in try module(batch) }
            }
            return archive
        }
        try DurableFile.write(archive, to: path)
    }

    /// Writes a module that was read with these values in it, in evaluation mode and on the CPU. The archive is read
    /// again, onto the example's device, and compared with the module on the example; both draw the same, if they draw.
    package static func export(
        _ function: ScriptFunction, parameters: ParameterSet, statistics: ParameterSet, example: Tensor,
        to path: String, metadata: [String: String]
    ) throws {
        let archive = try withoutGradient {
            let archive = try function.archive(
                parameters: parameters, statistics: statistics, metadata: metadata)
            let seed: UInt64 = 0
            let output = try function(
                example, parameters: parameters, statistics: statistics, isTraining: false, seed: seed
            ).output
            // Another device would have other random numbers.
            let module = try ScriptModule.decode(archive, path: path, device: example.device)
            try requireAgreement(
                of: "written module", with: "module", on: example, path: path, expected: output
            ) { (batch) throws(TorchError) in try module(batch, seed: seed) }
            return archive
        }
        try DurableFile.write(archive, to: path)
    }

    /// A tensor that no other module, graph or device shares, in the one layout that archives have.
    private static func canonical(_ tensor: Tensor) throws(TorchError) -> Tensor {
        try tensor.to(device: .cpu).detached().contiguous()
    }

    /// - Parameters: archive: what answers, for errors; original: what gave the expected answer.
    static func requireAgreement(
        of archive: String, with original: String, on batch: Tensor, path: String, expected: Tensor,
        _ answer: (Tensor) throws(TorchError) -> Tensor
    ) throws(TorchError) {
        let found: Tensor
        do {
            found = try answer(batch)
        } catch {
            throw .file(path: path, problem: "The \(archive) refuses \(batch): \(error)")
        }
        guard found.shape == expected.shape else {
            throw .file(
                path: path,
                problem: "The \(archive) gives \(found) for \(batch), the \(original) itself \(expected).")
        }
        // The same kernels: equal but for what a fused kernel may round otherwise. In tensors, because all logits of a
        // large image as numbers of Swift would take many times the memory that they have been trained in.
        let allowed = try expected.abs().clamped(min: 1) * 1e-5
        let differs = try (found - expected).abs().greater(than: allowed)
        let finite = try found.isFinite().equal(to: expected.isFinite())
        guard try differs.any().item() == 0, try finite.all().item() == 1 else {
            let largest = try (found - expected).abs().maximum().item()
            throw .file(
                path: path,
                problem:
                    "The \(archive)'s answers to \(batch) are up to \(largest) from the \(original)'s own.")
        }
    }
}
