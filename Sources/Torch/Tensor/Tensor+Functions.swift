import CTorch

/// Functions of each element x: the result has the tensor's shape.
extension Tensor {
    /// eˣ
    package func exp() throws(TorchError) -> Tensor { try Tensor.apply("exp", self, ctorch_exp) }

    /// The natural logarithm: −∞ at 0, NaN below.
    package func log() throws(TorchError) -> Tensor { try Tensor.apply("log", self, ctorch_log) }

    /// log(1 + x), exact near zero.
    package func log1p() throws(TorchError) -> Tensor { try Tensor.apply("log1p", self, ctorch_log1p) }

    /// The error function: Φ(x) = (1 + erf(x/√2)) / 2.
    package func erf() throws(TorchError) -> Tensor { try Tensor.apply("erf", self, ctorch_erf) }

    /// The angle in (−π/2, π/2) whose tangent is x.
    package func atan() throws(TorchError) -> Tensor { try Tensor.apply("atan", self, ctorch_atan) }

    /// √x: NaN below 0; its gradient at 0 is infinite.
    package func sqrt() throws(TorchError) -> Tensor { try Tensor.apply("sqrt", self, ctorch_sqrt) }

    /// 1 / √x
    package func rsqrt() throws(TorchError) -> Tensor { try Tensor.apply("rsqrt", self, ctorch_rsqrt) }

    /// |x|; its gradient at 0 is 0.
    package func abs() throws(TorchError) -> Tensor { try Tensor.apply("abs", self, ctorch_abs) }

    /// −1, 0 or 1.
    package func sign() throws(TorchError) -> Tensor { try Tensor.apply("sign", self, ctorch_sign) }

    /// x²
    package func square() throws(TorchError) -> Tensor { try Tensor.apply("square", self, ctorch_square) }

    /// 1 / x
    package func reciprocal() throws(TorchError) -> Tensor {
        try Tensor.apply("reciprocal", self, ctorch_reciprocal)
    }

    /// 1 / (1 + e⁻ˣ)
    package func sigmoid() throws(TorchError) -> Tensor { try Tensor.apply("sigmoid", self, ctorch_sigmoid) }

    /// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
    package func tanh() throws(TorchError) -> Tensor { try Tensor.apply("tanh", self, ctorch_tanh) }

    /// max(x, 0); its gradient at 0 is 0.
    package func relu() throws(TorchError) -> Tensor { try Tensor.apply("relu", self, ctorch_relu) }

    /// x · sigmoid(x)
    package func silu() throws(TorchError) -> Tensor { try Tensor.apply("silu", self, ctorch_silu) }

    /// log(1 + eˣ)
    package func softplus() throws(TorchError) -> Tensor {
        try Tensor.apply("softplus", self, ctorch_softplus)
    }

    /// The largest whole number that is at most x.
    package func floor() throws(TorchError) -> Tensor { try Tensor.apply("floor", self, ctorch_floor) }

    /// Halves go to the even neighbour.
    package func rounded() throws(TorchError) -> Tensor { try Tensor.apply("rounded", self, ctorch_round) }

    /// x where it is positive, else slope · x.
    package func leakyRelu(_ slope: Double = 0.01) throws(TorchError) -> Tensor {
        try Tensor.apply("leakyRelu", self) { ctorch_leaky_relu($0, slope, $1) }
    }
}
