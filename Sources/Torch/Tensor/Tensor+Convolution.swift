import CTorch

/// How a convolution's kernel goes over the image.
struct ConvolutionGeometry {
    var stride: Int
    var padding: Int
    var dilation: Int
    var groups: Int
}

extension Tensor {
    func convolved(
        _ weight: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("convolution", [self, weight, bias]) {
            ctorch_conv2d(
                $0[0], $0[1], $0[2], geometry.stride, geometry.padding, geometry.dilation, geometry.groups, $1
            )
        }
    }

    /// The convolution of dual numbers whose value y = w ∗ x + b is known: ẏ = w ∗ ẋ + ẇ ∗ x + ḃ. Without tangents
    /// the value itself.
    func convolved(
        _ weight: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry, value: Tensor
    ) throws(TorchError) -> Tensor {
        let x = try ForwardMode.parts(of: self)
        let w = try ForwardMode.parts(of: weight)
        let b = try ForwardMode.parts(of: bias)
        var tangent: Tensor?
        if let inner = x.tangent { tangent = try inner.convolved(w.value, nil, geometry) }
        if w.tangent != nil || b.tangent != nil {
            let slope: Tensor
            if let change = w.tangent { slope = change } else { slope = try w.value.zerosLike() }
            let outer = try x.value.convolved(slope, b.tangent, geometry)
            if let inner = tangent { tangent = try inner + outer } else { tangent = outer }
        }
        guard let tangent else { return value }
        return try ForwardMode.dual(value, tangent)
    }
}
