import CTorch

/// Reductions. A negative dimension counts from the last; an empty list of dimensions means all of them. What is reduced goes
/// away, or stays with a size of 1 where `keep`.
extension Tensor {
    /// The sum of all elements: a tensor of rank 0.
    package func sum() throws(TorchError) -> Tensor { try sum([]) }

    /// Integers and bools are summed as int64.
    package func sum(_ dims: [Int], keep: Bool = false) throws(TorchError) -> Tensor {
        try Tensor.apply("sum", self) { ctorch_sum($0, dims, dims.count, keep, $1) }
    }

    /// The mean of all elements: a tensor of rank 0.
    package func mean() throws(TorchError) -> Tensor { try mean([]) }

    /// The mean over the dimensions; throws for integers and bools.
    package func mean(_ dims: [Int], keep: Bool = false) throws(TorchError) -> Tensor {
        try Tensor.apply("mean", self) { ctorch_mean($0, dims, dims.count, keep, $1) }
    }

    /// The mean squared deviation from the mean, times n / (n − 1) where `unbiased`.
    package func variance(
        _ dims: [Int] = [], unbiased: Bool = true, keep: Bool = false
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("variance", self) { ctorch_var($0, dims, dims.count, unbiased, keep, $1) }
    }

    /// The square root of the sum of all squares.
    package func norm() throws(TorchError) -> Tensor { try norm([]) }

    /// √Σ x² over the dimensions.
    package func norm(_ dims: [Int], keep: Bool = false) throws(TorchError) -> Tensor {
        try Tensor.apply("norm", self) { ctorch_norm($0, dims, dims.count, keep, $1) }
    }

    /// log Σ exp x, without overflow.
    package func logSumExp(_ dims: [Int], keep: Bool = false) throws(TorchError) -> Tensor {
        let dims = dims.isEmpty ? Array(0..<rank) : dims
        return try Tensor.apply("logSumExp", self) { ctorch_logsumexp($0, dims, dims.count, keep, $1) }
    }

    /// The largest element: a tensor of rank 0. Throws where there is none.
    package func maximum() throws(TorchError) -> Tensor {
        try Tensor.apply("maximum", self) { ctorch_amax($0, [], 0, false, $1) }
    }

    /// The smallest element: a tensor of rank 0. Throws where there is none.
    package func minimum() throws(TorchError) -> Tensor {
        try Tensor.apply("minimum", self) { ctorch_amin($0, [], 0, false, $1) }
    }

    /// The largest along a dimension and where it is, int64.
    package func maximum(
        _ dim: Int, keep: Bool = false
    ) throws(TorchError) -> (values: Tensor, indices: Tensor) {
        try Tensor.applyForPair("maximum", [self]) { ctorch_max_dim($0[0], dim, keep, $1, $2) }
    }

    /// The smallest along a dimension and where it is, int64.
    package func minimum(
        _ dim: Int, keep: Bool = false
    ) throws(TorchError) -> (values: Tensor, indices: Tensor) {
        try Tensor.applyForPair("minimum", [self]) { ctorch_min_dim($0[0], dim, keep, $1, $2) }
    }

    /// Where the largest along a dimension is, int64; the dimension goes away.
    package func argmax(_ dim: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("argmax", self) { ctorch_argmax($0, dim, $1) }
    }

    /// The sum up to each element along a dimension, in the same shape; of integers and bools as int64.
    package func cumulativeSum(_ dim: Int) throws(TorchError) -> Tensor {
        try Tensor.apply("cumulativeSum", self) { ctorch_cumsum($0, dim, $1) }
    }

    /// Stable: equal elements keep their order.
    package func sorted(
        _ dim: Int, descending: Bool = false
    ) throws(TorchError) -> (values: Tensor, indices: Tensor) {
        try Tensor.applyForPair("sorted", [self]) { ctorch_sort($0[0], dim, descending, $1, $2) }
    }

    /// The `count` largest along a dimension, the largest first.
    package func topK(_ count: Int, _ dim: Int = -1) throws(TorchError) -> (values: Tensor, indices: Tensor) {
        try Tensor.applyForPair("topK", [self]) { ctorch_topk($0[0], count, dim, $1, $2) }
    }

    /// How often (or with what summed weight) each of 0, 1, ... occurs in a vector of integers: at least `minimum`
    /// entries.
    package func binCount(minimum: Int = 0, weights: Tensor? = nil) throws(TorchError) -> Tensor {
        try Tensor.apply("binCount", [self, weights]) { ctorch_bincount($0[0], $0[1], minimum, $1) }
    }
}
