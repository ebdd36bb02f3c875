package import Torch

/// The temporal teacher: an LSTM cell over the student's statistics, a linear layer, a softmax over the metrics of each
/// group and, where there are several, one over the groups. Its last layer starts at zero, so that teaching starts at
/// equal weights.
package struct TemporalTeacher {
    /// What one step decides, as tensors.
    package struct Weights {
        /// w `[metrics]`, those of a group summing to 1.
        package var within: Tensor
        /// W `[groups]`.
        package var across: Tensor
    }

    /// What is between the input and the scores.
    package enum Body: Sendable {
        /// The cell, its state carried from one teaching step to the next.
        case memory
        /// The same cell, each step from the empty state: h_t = LSTM(x_t, 0).
        case forgetful
        /// One layer: h_t the tanh of an affine map of x_t.
        case feedForward
    }

    package let body: Body
    package let inputs: Int
    package let metrics: Int
    /// The metrics of each group.
    package let groups: [[Int]]
    package let hidden: Int
    /// Least weight of a metric as a share of an equal weight in its group: w = floor/K_g + (1 − floor) softmax(·).
    package let floor: Double
    /// The same for the weight of a group among G: W = ¾/G + ¼ softmax(·). Groups judge different parts of the output, and
    /// all of them have to be learned: what helps in one step says little about what may be given up for good. (Without
    /// it objectness took 0.88 of a detector's loss, and its boxes and classes stood still.)
    package static let groupFloor = 0.75
    private let cell: LSTMCell
    private let layer: Linear

    package init(inputs: Int, groups: [[Int]], hidden: Int, floor: Double, body: Body = .memory) {
        self.body = body
        self.inputs = inputs
        self.groups = groups
        self.hidden = hidden
        self.floor = floor
        metrics = groups.reduce(0) { $0 + $1.count }
        cell = LSTMCell(name: "memory", inputs: inputs, hidden: hidden)
        layer = Linear(name: "layer", inputs: inputs, outputs: hidden)
    }

    /// For metrics that are all of one group.
    package init(inputs: Int, metrics: Int, hidden: Int, floor: Double, body: Body = .memory) {
        self.init(inputs: inputs, groups: [Array(0..<metrics)], hidden: hidden, floor: floor, body: body)
    }

    /// Rows of the last layer: one a metric, then one a group where there are several.
    private var scores: Int { metrics + (groups.count > 1 ? groups.count : 0) }

    package func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        switch body {
        case .memory, .forgetful: try cell.initialize(into: &parameters, random: random)
        case .feedForward: try layer.initialize(into: &parameters, random: random)
        }
        try parameters.append("weigh.weight", Tensor.zeros([scores, hidden]))
        try parameters.append("weigh.bias", Tensor.zeros([scores]))
        return parameters
    }

    package func initialMemory() throws -> LSTMCell.State {
        try cell.start(batch: 1)
    }

    /// One step of the memory.
    /// - Parameter input: `[1, inputs]`.
    /// - Returns: w and W, and the memory after it.
    package func weigh(
        _ input: Tensor, memory: LSTMCell.State, parameters: ParameterSet
    ) throws -> (weights: Weights, memory: LSTMCell.State) {
        let next = try advance(input, memory, parameters)
        let scores = try next.hidden.linear(parameters["weigh.weight"], parameters["weigh.bias"])
        guard groups.count > 1 else {
            let weights = Weights(
                within: try softened(scores, floor: floor),
                across: try Tensor.ones([1], device: scores.device))
            return (weights, next)
        }
        var parts: [Tensor] = []
        for group in groups {
            parts.append(try softened(scores.indexSelected(1, Self.index(group)), floor: floor))
        }
        let order = groups.flatMap(\.self)
        let positions = order.indices.sorted { order[$0] < order[$1] }
        let within = try Tensor.concatenated(parts, 0).indexSelected(0, Self.index(positions))
        let across = try softened(scores.narrowed(1, metrics, groups.count), floor: Self.groupFloor)
        return (Weights(within: within, across: across), next)
    }

    private func advance(
        _ input: Tensor, _ memory: LSTMCell.State, _ parameters: ParameterSet
    ) throws -> LSTMCell.State {
        switch body {
        case .memory: try cell(input, memory, parameters)
        case .forgetful: try cell(input, initialMemory(), parameters)
        case .feedForward: LSTMCell.State(hidden: try layer(input, parameters).tanh(), cell: memory.cell)
        }
    }

    /// `[1, n]` scores to `[n]` weights.
    private func softened(_ scores: Tensor, floor: Double) throws -> Tensor {
        let soft = try scores.softmax(1).squeezed(0)
        return try soft * (1 - floor) + floor / Double(scores.shape[1])
    }

    private static func index(_ positions: [Int]) throws -> Tensor {
        try Tensor(positions.map { Int64($0) }, shape: [positions.count])
    }

    /// (a∘w)/Σ_g(a∘w), group by group. Where every selected weight of a group has underflowed to 0, it is 0 with a
    /// gradient of 0.
    package func fuse(_ within: Tensor, selection: Tensor) throws -> Tensor {
        let kept = try within * selection
        guard groups.count > 1 else { return try kept / kept.sum().clamped(min: 1e-30) }
        var sums = try kept.zerosLike()
        for group in groups {
            let index = try Self.index(group)
            let sum = try kept.indexSelected(0, index).sum().clamped(min: 1e-30).expanded([group.count])
            sums = try sums.scatterAdd(0, index, sum)
        }
        return try kept / sums
    }

    /// ω = W_g (a∘w)/Σ_g(a∘w) on plain numbers; equal weights of a group's selected metrics where all of theirs are 0.
    package func fuse(_ weights: TeacherWeights, selection: [Bool]) -> [Double] {
        var fused = Array(repeating: 0.0, count: metrics)
        for (group, share) in zip(groups, weights.across) {
            let selected = group.filter { selection[$0] }
            let sum = selected.reduce(0) { $0 + weights.within[$1] }
            for index in selected {
                fused[index] = share * (sum > 0 ? weights.within[index] / sum : 1 / Double(selected.count))
            }
        }
        return fused
    }
}
