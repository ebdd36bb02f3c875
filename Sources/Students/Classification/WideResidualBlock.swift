import Torch

/// Normalisation and rectified units before each of two 3×3 convolutions, dropout between them; where channels or size
/// change, the shortcut is a 1×1 convolution of the normalised input.
struct WideResidualBlock: Block {
    private let firstNorm: BatchNormalization
    private let first: Convolution
    private let secondNorm: BatchNormalization
    private let second: Convolution
    private let shortcut: Convolution?
    private let dropout: Dropout

    init(name: String, inputs: Int, outputs: Int, stride: Int, dropout: Dropout) {
        firstNorm = BatchNormalization(name: "\(name).bn1", channels: inputs)
        first = Convolution(
            name: "\(name).conv1", inputs: inputs, outputs: outputs, kernel: 3, stride: stride, padding: 1,
            bias: false)
        secondNorm = BatchNormalization(name: "\(name).bn2", channels: outputs)
        second = Convolution(
            name: "\(name).conv2", inputs: outputs, outputs: outputs, kernel: 3, padding: 1, bias: false)
        shortcut =
            inputs == outputs
            ? nil
            : Convolution(
                name: "\(name).convShortcut", inputs: inputs, outputs: outputs, kernel: 1, stride: stride,
                bias: false)
        self.dropout = dropout
    }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        try firstNorm.initialize(into: &parameters)
        try first.initialize(into: &parameters, start: .normal, random: random)
        try secondNorm.initialize(into: &parameters)
        try second.initialize(into: &parameters, start: .normal, random: random)
        try shortcut?.initialize(into: &parameters, start: .normal, random: random)
    }

    func initialize(statistics: inout ParameterSet) throws {
        try firstNorm.initialize(statistics: &statistics)
        try secondNorm.initialize(statistics: &statistics)
    }

    /// `[batch, inputs, height, width]` → `[batch, outputs, ⌈height/stride⌉, ⌈width/stride⌉]`
    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        let start = try pass.normalize(x, firstNorm).relu()
        var inner = try pass.normalize(first(start, pass.parameters), secondNorm).relu()
        inner = try second(pass.drop(inner, dropout), pass.parameters)
        return try inner + (shortcut?(start, pass.parameters) ?? x)
    }
}
