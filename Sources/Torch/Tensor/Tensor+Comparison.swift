import CTorch

/// Comparison and logic, element by element: the results are `bool` tensors, in the broadcast shape where there are two. Every
/// comparison with NaN is false.
extension Tensor {
    /// self > other
    package func greater(than other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("greater", self, other, ctorch_gt)
    }

    /// self > value
    package func greater(than value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("greater", self) { ctorch_gt_scalar($0, value, $1) }
    }

    /// self ≥ other
    package func greaterOrEqual(to other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("greaterOrEqual", self, other, ctorch_ge)
    }

    /// self ≥ value
    package func greaterOrEqual(to value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("greaterOrEqual", self) { ctorch_ge_scalar($0, value, $1) }
    }

    /// self < other
    package func less(than other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("less", self, other, ctorch_lt)
    }

    /// self < value
    package func less(than value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("less", self) { ctorch_lt_scalar($0, value, $1) }
    }

    /// self ≤ other
    package func lessOrEqual(to other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("lessOrEqual", self, other, ctorch_le)
    }

    /// self ≤ value
    package func lessOrEqual(to value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("lessOrEqual", self) { ctorch_le_scalar($0, value, $1) }
    }

    /// self = other
    package func equal(to other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("equal", self, other, ctorch_eq)
    }

    /// self = value
    package func equal(to value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("equal", self) { ctorch_eq_scalar($0, value, $1) }
    }

    /// True where the element is 0 or false.
    package func logicalNot() throws(TorchError) -> Tensor {
        try Tensor.apply("logicalNot", self, ctorch_logical_not)
    }

    /// True where both elements are other than 0.
    package func logicalAnd(_ other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("logicalAnd", self, other, ctorch_logical_and)
    }

    /// True where at least one of the elements is other than 0.
    package func logicalOr(_ other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("logicalOr", self, other, ctorch_logical_or)
    }

    /// False for infinities and NaN.
    package func isFinite() throws(TorchError) -> Tensor {
        try Tensor.apply("isFinite", self, ctorch_isfinite)
    }

    /// Whether every element is non-zero: a tensor of rank 0.
    package func all() throws(TorchError) -> Tensor { try Tensor.apply("all", self, ctorch_all) }

    /// Whether some element is non-zero: a tensor of rank 0.
    package func any() throws(TorchError) -> Tensor { try Tensor.apply("any", self, ctorch_any) }

    /// `a` where the condition holds, else `b`.
    package static func choose(
        _ condition: Tensor, _ a: Tensor, _ b: Tensor
    ) throws(TorchError) -> Tensor {
        try apply("choose", [condition, a, b]) { ctorch_where($0[0], $0[1], $0[2], $1) }
    }
}
