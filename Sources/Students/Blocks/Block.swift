import Torch

/// A part of a network, with names of its own among the parameters and the statistics.
protocol Block: Sendable {
    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws
    func initialize(statistics: inout ParameterSet) throws
}

extension Block {
    func initialize(statistics: inout ParameterSet) throws {}
}

/// A block of blocks starts as they do, in their order.
protocol CompositeBlock: Block {
    var blocks: [any Block] { get }
}

extension CompositeBlock {
    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        for block in blocks { try block.initialize(into: &parameters, random: random) }
    }

    func initialize(statistics: inout ParameterSet) throws {
        for block in blocks { try block.initialize(statistics: &statistics) }
    }
}
