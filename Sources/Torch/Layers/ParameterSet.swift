/// Named tensors in a fixed order: the parameters of a network, or its running statistics. A value: layers read it,
/// optimisers return a new one.
package struct ParameterSet {
    package private(set) var names: [String]
    package private(set) var tensors: [Tensor]
    private var positions: [String: Int]

    package init() {
        names = []
        tensors = []
        positions = [:]
    }

    /// Throws where the lists differ in length or a name occurs twice.
    package init(names: [String], tensors: [Tensor]) throws(TorchError) {
        guard names.count == tensors.count else {
            throw .listLengths(operation: "parameter set", expected: names.count, found: tensors.count)
        }
        self.init()
        for (name, tensor) in Swift.zip(names, tensors) { try append(name, tensor) }
    }

    /// The number of scalars in all tensors.
    package var count: Int { tensors.reduce(0) { $0 + $1.count } }

    package var isEmpty: Bool { names.isEmpty }

    package func contains(_ name: String) -> Bool { positions[name] != nil }

    /// Throws where the name exists already.
    package mutating func append(_ name: String, _ tensor: Tensor) throws(TorchError) {
        guard positions[name] == nil else { throw .duplicateParameter(name) }
        positions[name] = names.count
        names.append(name)
        tensors.append(tensor)
    }

    /// Throws where a name exists already.
    package mutating func append(contentsOf other: ParameterSet) throws(TorchError) {
        for (name, tensor) in Swift.zip(other.names, other.tensors) { try append(name, tensor) }
    }

    /// Throws where there is no such name.
    package subscript(name: String) -> Tensor {
        get throws(TorchError) { tensors[try position(name)] }
    }

    /// Puts another tensor under a name that exists.
    package mutating func replace(_ name: String, with tensor: Tensor) throws(TorchError) {
        tensors[try position(name)] = tensor
    }

    /// The same names over other tensors, in the same order.
    package func replacing(tensors: [Tensor]) throws(TorchError) -> ParameterSet {
        guard tensors.count == names.count else {
            throw .listLengths(operation: "parameter set", expected: names.count, found: tensors.count)
        }
        var result = self
        result.tensors = tensors
        return result
    }

    package func map<Failure>(_ body: (Tensor) throws(Failure) -> Tensor) throws(Failure) -> ParameterSet {
        var result = self
        result.tensors = try tensors.map(body)
        return result
    }

    /// Joins tensor by tensor with a set of the same names in the same order.
    package func zip(
        with other: ParameterSet, _ body: (Tensor, Tensor) throws -> Tensor
    ) throws -> ParameterSet {
        guard names.count == other.names.count else {
            throw TorchError.listLengths(
                operation: "joining parameter sets", expected: names.count, found: other.names.count)
        }
        if let strange = other.names.enumerated().first(where: { names[$0.offset] != $0.element }) {
            throw TorchError.unknownParameter(strange.element, known: names)
        }
        var result = self
        result.tensors = try Swift.zip(tensors, other.tensors).map { try body($0, $1) }
        return result
    }

    private func position(_ name: String) throws(TorchError) -> Int {
        guard let position = positions[name] else { throw .unknownParameter(name, known: names) }
        return position
    }
}
