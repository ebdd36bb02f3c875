import CTorch

/// The operations that networks are made of. Images are [batch, channels, height, width].
extension Tensor {
    /// The matrix product: [..., n, k] with [..., k, m] gives [..., n, m], the leading dimensions broadcast. Throws where the inner
    /// sizes differ.
    package func matmul(_ other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("matmul", self, other, ctorch_matmul)
    }

    /// self · weightᵀ + bias: [batch, inputs] with weight [outputs, inputs] gives [batch, outputs].
    package func linear(_ weight: Tensor, _ bias: Tensor? = nil) throws(TorchError) -> Tensor {
        try Tensor.apply("linear", [self, weight, bias]) { ctorch_linear($0[0], $0[1], $0[2], $1) }
    }

    /// exp x / Σ exp x along a dimension, in the same shape.
    package func softmax(_ dim: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("softmax", self) { ctorch_softmax($0, dim, $1) }
    }

    /// log softmax along a dimension, in the same shape, exact where a probability is too small for its type.
    package func logSoftmax(_ dim: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("logSoftmax", self) { ctorch_log_softmax($0, dim, $1) }
    }

    /// Weight [outputs, channels / groups, height, width], bias [outputs].
    package func convolved(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        groups: Int = 1
    ) throws(TorchError) -> Tensor {
        if stride > 1, padding == 0, rank == 4, weight.rank == 4, weight.shape.suffix(2) == [1, 1] {
            // Not oneDNN's strided 1×1 kernel: with 8 channels, innermost in memory, its gradient corrupted the heap. A
            // mean over one pixel with stride s takes every s-th.
            return try averagePooled(1, stride: stride)
                .convolved(weight: weight, bias: bias, groups: groups)
        }
        let geometry = ConvolutionGeometry(
            stride: stride, padding: padding, dilation: dilation, groups: groups)
        if let value = try ConvolutionRecord.recorded() {
            return try convolved(weight, bias, geometry, value: value)
        }
        let output = try convolved(weight, bias, geometry)
        try ConvolutionRecord.note(output)
        return output
    }

    /// The stride is the kernel where none is given.
    package func maxPooled(
        _ kernel: Int, stride: Int? = nil, padding: Int = 0
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("maxPooled", self) { ctorch_max_pool2d($0, kernel, stride ?? kernel, padding, $1) }
    }

    /// The stride is the kernel where none is given; padding counts as zeros.
    package func averagePooled(
        _ kernel: Int, stride: Int? = nil, padding: Int = 0
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("averagePooled", self) {
            ctorch_avg_pool2d($0, kernel, stride ?? kernel, padding, $1)
        }
    }

    /// Averages to [batch, channels, outputSize, outputSize].
    package func adaptiveAveragePooled(_ outputSize: Int = 1) throws(TorchError) -> Tensor {
        try Tensor.apply("adaptiveAveragePooled", self) {
            ctorch_adaptive_avg_pool2d($0, outputSize, outputSize, $1)
        }
    }

    /// Normalises the last dimensions, whose sizes are `shape`.
    package func layerNormalized(
        _ shape: [Int], weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("layerNormalized", [self, weight, bias]) {
            ctorch_layer_norm($0[0], shape, shape.count, $0[1], $0[2], epsilon, $1)
        }
    }

    /// Normalises the channels of each image in groups: [batch, channels, ...] with weight and bias [channels].
    package func groupNormalized(
        _ groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
    ) throws(TorchError) -> Tensor {
        let shape = self.shape
        guard shape.count >= 2, groups > 0, shape[1] % groups == 0 else {
            throw .shape(
                operation: "groupNormalized", argument: "an input",
                expected: "[batch, multiple of \(groups), ...]", found: shape)
        }
        return try Tensor.apply("groupNormalized", [self, weight, bias]) {
            ctorch_group_norm($0[0], groups, $0[1], $0[2], epsilon, $1)
        }
    }

    /// What a new pixel is made of: the nearest old one, or the four around it. With `alignCorners` the centres of the corner pixels
    /// stay where they are.
    package enum Interpolation: Equatable, Sendable {
        case nearest
        case bilinear(alignCorners: Bool = false)
    }

    /// [batch, channels, h, w] to [batch, channels, height, width].
    package func interpolated(
        height: Int, width: Int, _ mode: Interpolation = .nearest
    ) throws(TorchError) -> Tensor {
        switch mode {
        case .nearest:
            try Tensor.apply("interpolated", self) { ctorch_upsample_nearest2d($0, height, width, $1) }
        case .bilinear(let alignCorners):
            try Tensor.apply("interpolated", self) {
                ctorch_upsample_bilinear2d($0, height, width, alignCorners, $1)
            }
        }
    }

    /// One step of a long short-term memory: weights [4 · hidden, inputs] and [4 · hidden, hidden], gates in the
    /// order input, forget, candidate, output.
    package static func lstmCell(
        _ input: Tensor, hidden: Tensor, cell: Tensor, inputWeight: Tensor, hiddenWeight: Tensor,
        inputBias: Tensor? = nil, hiddenBias: Tensor? = nil
    ) throws(TorchError) -> (hidden: Tensor, cell: Tensor) {
        let operation = "lstmCell"
        let inputShape = input.shape
        let hiddenShape = hidden.shape
        guard inputShape.count == 2 else {
            throw .shape(
                operation: operation, argument: "an input", expected: "[batch, inputs]", found: inputShape)
        }
        guard hiddenShape.count == 2, hiddenShape[0] == inputShape[0] else {
            throw .shape(
                operation: operation, argument: "a hidden state", expected: "[\(inputShape[0]), hidden]",
                found: hiddenShape)
        }
        let inputs = inputShape[1]
        let size = hiddenShape[1]
        for (argument, tensor, shape) in [
            ("a cell state", cell, hiddenShape), ("input weights", inputWeight, [4 * size, inputs]),
            ("hidden weights", hiddenWeight, [4 * size, size]), ("an input bias", inputBias, [4 * size]),
            ("a hidden bias", hiddenBias, [4 * size]),
        ] { try require(tensor, shape: shape, as: argument, of: operation) }
        return try applyForPair(
            operation, [input, hidden, cell, inputWeight, hiddenWeight, inputBias, hiddenBias]
        ) {
            ctorch_lstm_cell($0[0], $0[1], $0[2], $0[3], $0[4], $0[5], $0[6], $1, $2)
        }
    }
}
