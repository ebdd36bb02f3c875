import CTorch

/// Arithmetic, element by element with broadcasting: shapes are aligned at their last dimension, and where one has a size of 1,
/// or none, its elements are repeated. Throws where other sizes differ. A number joins an integer tensor as a float32 value, and
/// integers divide to float32.
extension Tensor {
    package static func + (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
        try apply("addition", a, b) { ctorch_add($0, $1, 1, $2) }
    }

    package static func - (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
        try apply("subtraction", a, b, ctorch_sub)
    }

    package static func * (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
        try apply("multiplication", a, b, ctorch_mul)
    }

    package static func / (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
        try apply("division", a, b, ctorch_div)
    }

    package static func + (a: Tensor, b: Double) throws(TorchError) -> Tensor {
        try apply("addition", a) { ctorch_add_scalar($0, b, $1) }
    }

    package static func + (a: Double, b: Tensor) throws(TorchError) -> Tensor {
        try apply("addition", b) { ctorch_add_scalar($0, a, $1) }
    }

    package static func - (a: Tensor, b: Double) throws(TorchError) -> Tensor {
        try apply("subtraction", a) { ctorch_add_scalar($0, -b, $1) }
    }

    package static func - (a: Double, b: Tensor) throws(TorchError) -> Tensor {
        try apply("subtraction", b) { ctorch_sub_from_scalar($0, a, $1) }
    }

    package static func * (a: Tensor, b: Double) throws(TorchError) -> Tensor {
        try apply("multiplication", a) { ctorch_mul_scalar($0, b, $1) }
    }

    package static func * (a: Double, b: Tensor) throws(TorchError) -> Tensor {
        try apply("multiplication", b) { ctorch_mul_scalar($0, a, $1) }
    }

    package static func / (a: Tensor, b: Double) throws(TorchError) -> Tensor {
        try apply("division", a) { ctorch_div_scalar($0, b, $1) }
    }

    package static func / (a: Double, b: Tensor) throws(TorchError) -> Tensor {
        try b.reciprocal() * a
    }

    package static prefix func - (x: Tensor) throws(TorchError) -> Tensor {
        try apply("negation", x, ctorch_neg)
    }

    /// self + scale · other
    package func adding(_ other: Tensor, scale: Double = 1) throws(TorchError) -> Tensor {
        try Tensor.apply("adding", self, other) { ctorch_add($0, $1, scale, $2) }
    }

    /// self + scale · a · b
    package func adding(
        product a: Tensor, _ b: Tensor, scale: Double = 1
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("adding a product", [self, a, b]) { ctorch_addcmul($0[0], $0[1], $0[2], scale, $1) }
    }

    /// self + scale · a / b
    package func adding(
        quotient a: Tensor, _ b: Tensor, scale: Double = 1
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("adding a quotient", [self, a, b]) { ctorch_addcdiv($0[0], $0[1], $0[2], scale, $1) }
    }

    /// self + weight · (end − self)
    package func lerp(_ end: Tensor, weight: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("lerp", self, end) { ctorch_lerp($0, $1, weight, $2) }
    }

    /// selfᵉ for e = `exponent`, in the same shape; NaN where self is negative and e not a whole number.
    package func pow(_ exponent: Double) throws(TorchError) -> Tensor {
        try Tensor.apply("pow", self) { ctorch_pow_scalar($0, exponent, $1) }
    }

    /// The same with an exponent for each element, in the broadcast shape.
    package func pow(_ exponent: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("pow", self, exponent, ctorch_pow)
    }

    /// The larger of two elements, in the broadcast shape; NaN where one of them is.
    package func maximum(with other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("maximum", self, other, ctorch_maximum)
    }

    /// The smaller of two elements, in the broadcast shape; NaN where one of them is.
    package func minimum(with other: Tensor) throws(TorchError) -> Tensor {
        try Tensor.apply("minimum", self, other, ctorch_minimum)
    }

    /// Elements below `min` become `min`, those above `max` become `max`; nil is no bound. Same shape; the gradient outside the
    /// bounds is 0.
    package func clamped(min: Double? = nil, max: Double? = nil) throws(TorchError) -> Tensor {
        var result = self
        if let min { result = try Tensor.apply("clamped", result) { ctorch_clamp_min($0, min, $1) } }
        if let max { result = try Tensor.apply("clamped", result) { ctorch_clamp_max($0, max, $1) } }
        return result
    }
}
