import Torch

/// A network that starts as its blocks do.
protocol BlockNetwork: Network {
    var blocks: [any Block] { get }
}

extension BlockNetwork {
    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        for block in blocks { try block.initialize(into: &parameters, random: random) }
        return parameters
    }

    func initialStatistics() throws -> ParameterSet {
        var statistics = ParameterSet()
        for block in blocks { try block.initialize(statistics: &statistics) }
        return statistics
    }
}
