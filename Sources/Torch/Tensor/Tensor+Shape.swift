import CTorch

/// Shapes, parts and joins. What can be a view of the same memory is one.
extension Tensor {
    /// One size may be −1: it follows from the others.
    package func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
        try Tensor.apply("reshaped to \(shape)", self) { ctorch_reshape($0, shape, shape.count, $1) }
    }

    /// Sizes of 1 are repeated; −1 keeps a size.
    package func expanded(_ shape: [Int]) throws(TorchError) -> Tensor {
        try Tensor.apply("expanded to \(shape)", self) { ctorch_expand($0, shape, shape.count, $1) }
    }

    /// The dimensions in the order that is given: [batch, channels, height, width] by [0, 2, 3, 1] is [batch, height, width,
    /// channels]. Throws unless each is named once.
    package func permuted(_ dims: [Int]) throws(TorchError) -> Tensor {
        try Tensor.apply("permuted by \(dims)", self) { ctorch_permute($0, dims, dims.count, $1) }
    }

    /// Two dimensions exchanged: [n, m] to [m, n].
    package func transposed(_ a: Int, _ b: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("transposed", self) { ctorch_transpose($0, a, b, $1) }
    }

    /// A new dimension of size 1 at this place; −1 is behind the last.
    package func unsqueezed(_ dim: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("unsqueezed", self) { ctorch_unsqueeze($0, dim, $1) }
    }

    /// Takes the dimension away where its size is 1.
    package func squeezed(_ dim: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("squeezed", self) { ctorch_squeeze($0, dim, $1) }
    }

    /// Joins the dimensions from this one on.
    package func flattened(from dim: Int = 0) throws(TorchError) -> Tensor {
        try Tensor.apply("flattened", self) { ctorch_flatten($0, dim, $1) }
    }

    /// The part start ..< start + length of a dimension.
    package func narrowed(_ dim: Int, _ start: Int, _ length: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("narrowed", self) { ctorch_narrow($0, dim, start, length, $1) }
    }

    /// One index of a dimension, which goes away.
    package func selected(_ dim: Int, _ index: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("selected", self) { ctorch_select($0, dim, index, $1) }
    }

    /// The elements in the opposite order along the dimensions, in the same shape.
    package func flipped(_ dims: [Int]) throws(TorchError) -> Tensor {
        try Tensor.apply("flipped", self) { ctorch_flip($0, dims, dims.count, $1) }
    }

    /// Pads with a constant: amounts before and after, beginning with the last dimension. Negative amounts crop.
    package func padded(_ amounts: [Int], value: Double = 0) throws(TorchError) -> Tensor {
        try Tensor.apply("padded by \(amounts)", self) {
            ctorch_pad($0, amounts, amounts.count, value, $1)
        }
    }

    /// out[i][j] = self[i][index[i][j]] for dim 1, and so on; `index` is int64.
    package func gathered(_ dim: Int, _ index: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("gathered", self, index) { ctorch_gather($0, dim, $1, $2) }
    }

    /// The rows (of a dimension) that a vector of int64 names.
    package func indexSelected(_ dim: Int, _ index: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("indexSelected", self, index) { ctorch_index_select($0, dim, $1, $2) }
    }

    /// The opposite of `gathered`: out[i][index[i][j]] += source[i][j] for dim 1, and so on.
    package func scatterAdd(_ dim: Int, _ index: Tensor, _ source: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("scatterAdd", [self, index, source]) {
            ctorch_scatter_add($0[0], dim, $0[1], $0[2], $1)
        }
    }

    /// int64 class ids to int64 rows of zeros with a one.
    package func oneHot(_ classes: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("oneHot", self) { ctorch_one_hot($0, classes, $1) }
    }

    /// Joins tensors along a dimension that they have: [n, k] and [m, k] to [n + m, k]. Throws where other sizes differ.
    package static func concatenated(_ tensors: [Tensor], _ dim: Int = 0) throws(TorchError) -> Tensor {
        try apply("concatenated", tensors) { ctorch_cat($0, $0.count, dim, $1) }
    }

    /// Joins tensors of one shape along a new dimension.
    package static func stacked(_ tensors: [Tensor], _ dim: Int = 0) throws(TorchError) -> Tensor {
        try apply("stacked", tensors) { ctorch_stack($0, $0.count, dim, $1) }
    }
}
