import CTorch

/// A module as a pure function of its parameters and its buffers: what is given stands in their places while it runs,
/// dual numbers too; then what the file has stands there again.
package final class ScriptFunction {
    private let module: ScriptModule
    /// What is trained: the parameters that require gradients; all, where none does.
    package let parameters: ParameterSet
    /// The buffers, and the parameters that are kept as they are.
    package let statistics: ParameterSet
    /// Further names of a tensor that several modules share, by its first name.
    private let aliases: [String: [String]]

    package var metadata: [String: String] { module.metadata }

    /// - Parameter mostTensors: that the module may have; each has a name that is looked up in every step.
    package init(_ module: ScriptModule, mostTensors: Int = 10_000) throws(TorchError) {
        self.module = module
        let found = try module.tensors()
        let count = found.parameters.names.count + found.statistics.names.count
        guard count <= mostTensors else { throw .tensorCount(found: count, allowed: mostTensors) }
        let isAnyTrained = found.parameters.tensors.contains(where: \.requiresGradient)
        var (parameters, statistics) = (ParameterSet(), ParameterSet())
        var aliases: [String: [String]] = [:]
        var first: [Place: String] = [:]
        func add(_ name: String, _ tensor: Tensor, isTrained: Bool) throws(TorchError) {
            if let place = Place(tensor) {
                if let earlier = first[place] {
                    aliases[earlier, default: []].append(name)
                    return
                }
                first[place] = name
            }
            if isTrained {
                try parameters.append(name, tensor.detached().clone())
            } else {
                try statistics.append(name, tensor.detached().clone())
            }
        }
        for (name, tensor) in zip(found.parameters.names, found.parameters.tensors) {
            try add(name, tensor, isTrained: tensor.requiresGradient || !isAnyTrained)
        }
        for (name, tensor) in zip(found.statistics.names, found.statistics.tensors) {
            try add(name, tensor, isTrained: false)
        }
        (self.parameters, self.statistics, self.aliases) = (parameters, statistics, aliases)
    }

    /// How many inputs `forward` needs; nil where there is no `forward`.
    package var inputs: Int? {
        get throws(TorchError) {
            var count = -1
            if let text = withExtendedLifetime(module, { ctorch_script_inputs(module.pointer, &count) }) {
                throw TorchError("reading a TorchScript module", [], text)
            }
            return count < 0 ? nil : count
        }
    }

    /// An operation of the module's code that reads or writes files.
    package var fileAccess: String? {
        get throws(TorchError) {
            var name: UnsafeMutablePointer<CChar>?
            let text = withExtendedLifetime(module) { ctorch_script_file_access(module.pointer, &name) }
            defer { ctorch_text_free(name) }
            if let text { throw TorchError("reading a TorchScript module", [], text) }
            return name.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// - Parameters: statistics: left as they are; seed: of the dropout masks, and of all else that is drawn; nil has
    ///   PyTorch's dropout modules drop nothing.
    /// - Returns: the output, and in training the statistics after it, in the types that came.
    package func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, isTraining: Bool,
        seed: UInt64? = nil
    ) throws(TorchError) -> (output: Tensor, statistics: ParameterSet) {
        defer { restore() }
        try set(parameters)
        // Copies: the module writes into its buffers.
        try set(own(statistics))
        try train(isTraining, dropout: seed != nil)
        let output = try module(input, seed: seed ?? 0)
        guard isTraining, !statistics.isEmpty else { return (output, statistics) }
        return (output, try after(statistics))
    }

    /// The archive of the module in evaluation mode with these values in it; what it had as extra files stays.
    package func archive(
        parameters: ParameterSet, statistics: ParameterSet, metadata: [String: String]
    ) throws(TorchError) -> [UInt8] {
        defer { restore() }
        try set(
            parameters.map { tensor throws(TorchError) in try Self.canonical(tensor).requiringGradient() })
        try set(own(statistics).map(Self.canonical))
        try train(false, dropout: false)
        return try withExtendedLifetime(module) { () throws(TorchError) in
            try ScriptArchive.add(metadata: metadata, to: module.pointer)
            return try ScriptArchive.bytes(of: module.pointer)
        }
    }

    private static func canonical(_ tensor: Tensor) throws(TorchError) -> Tensor {
        try tensor.to(device: .cpu).detached().contiguous()
    }

    private func set(_ tensors: ParameterSet) throws(TorchError) {
        for (name, tensor) in zip(tensors.names, tensors.tensors) {
            for name in [name] + (aliases[name] ?? []) {
                let text = withExtendedLifetime((module, tensor)) {
                    ctorch_script_set(module.pointer, name, tensor.pointer)
                }
                if let text { throw TorchError("setting '\(name)' of a TorchScript module", [tensor], text) }
            }
        }
    }

    /// What cannot fail, since it has been set before.
    private func restore() {
        try? set(parameters)
        try? set(statistics)
    }

    private func train(_ isTraining: Bool, dropout: Bool) throws(TorchError) {
        let text = withExtendedLifetime(module) { ctorch_script_train(module.pointer, isTraining, dropout) }
        if let text { throw TorchError("setting a TorchScript module's mode", [], text) }
    }

    /// Copies in the module's own types: a counter of batches is a whole number there.
    private func own(_ given: ParameterSet) throws(TorchError) -> ParameterSet {
        var own = statistics
        for (name, tensor) in zip(given.names, given.tensors) {
            let type = try statistics[name].type
            try own.replace(name, with: type.isFloating ? tensor.clone() : tensor.to(type: type).clone())
        }
        return own
    }

    private func after(_ given: ParameterSet) throws(TorchError) -> ParameterSet {
        let found = try module.tensors()
        var after = given
        for (name, before) in zip(given.names, given.tensors) {
            let tensor =
                found.statistics.contains(name) ? try found.statistics[name] : try found.parameters[name]
            guard tensor.shape == before.shape else {
                throw .shape(
                    operation: "TorchScript", argument: "the buffer '\(name)'", expected: "\(before.shape)",
                    found: tensor.shape)
            }
            try after.replace(name, with: tensor.detached().to(type: before.type))
        }
        return after
    }

    /// Tensors of one place, shape and type are one tensor.
    private struct Place: Hashable {
        let address: Int
        let shape: [Int]
        let isContiguous: Bool
        let type: DataType

        init?(_ tensor: Tensor) {
            let address = withExtendedLifetime(tensor) { ctorch_address(tensor.pointer) }
            guard let address, tensor.count > 0 else { return nil }
            self.address = Int(bitPattern: address)
            shape = tensor.shape
            isContiguous = tensor.isContiguous
            type = tensor.type
        }
    }
}

extension DataType {
    package var isFloating: Bool { self == .float32 || self == .float64 }
}
