import Torch

enum CentralDifference {
    /// (f(x + h·v) − f(x − h·v)) / 2h, for float64 tensors.
    static func product(
        of inputs: [Tensor], along tangents: [Tensor], step: Double = 1e-5,
        _ body: ([Tensor]) throws -> Tensor
    ) throws -> Tensor {
        let ahead = try body(zip(inputs, tangents).map { try $0.adding($1, scale: step) })
        let behind = try body(zip(inputs, tangents).map { try $0.adding($1, scale: -step) })
        return try (ahead - behind) / (2 * step)
    }
}

/// ⟨a, b⟩ over all tensors of two lists.
func innerProduct(_ a: [Tensor], _ b: [Tensor]) throws -> Double {
    try zip(a, b).reduce(0) { try $0 + ($1.0 * $1.1).sum().item() }
}
