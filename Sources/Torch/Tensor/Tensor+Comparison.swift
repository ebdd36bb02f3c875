import CTorch

/// Comparison and logic: the results are `bool` tensors.
extension Tensor {
    package func greater(than other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("greater", self, other, ctorch_gt)
    }

    package func greater(than value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("greater", self) { ctorch_gt_scalar($0, value, $1) }
    }

    package func greaterOrEqual(to other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("greaterOrEqual", self, other, ctorch_ge)
    }

    package func greaterOrEqual(to value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("greaterOrEqual", self) { ctorch_ge_scalar($0, value, $1) }
    }

    package func less(than other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("less", self, other, ctorch_lt)
    }

    package func less(than value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("less", self) { ctorch_lt_scalar($0, value, $1) }
    }

    package func lessOrEqual(to other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("lessOrEqual", self, other, ctorch_le)
    }

    package func lessOrEqual(to value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("lessOrEqual", self) { ctorch_le_scalar($0, value, $1) }
    }

    package func equal(to other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("equal", self, other, ctorch_eq)
    }

    package func equal(to value: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("equal", self) { ctorch_eq_scalar($0, value, $1) }
    }

    package func logicalNot() throws(TorchError) -> Tensor {
        try Tensor.apply("logicalNot", self, ctorch_logical_not)
    }

    package func logicalAnd(_ other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("logicalAnd", self, other, ctorch_logical_and)
    }

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
