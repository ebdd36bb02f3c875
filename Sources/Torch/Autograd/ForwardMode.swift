import CTorch
import Foundation

/// Forward-mode differentiation with dual numbers.
package enum ForwardMode {
    /// libtorch has one dual level in the whole process.
    private static let level = NSRecursiveLock()

    /// The value f(inputs) and the Jacobian-vector product (∂f/∂inputs) · tangents, in one forward pass. Nothing is
    /// recorded for reverse mode. A tangent has its input's shape and type; the product of a result that does not
    /// depend on the inputs is zero. Products of several threads wait for one another; one inside another throws.
    package static func product(
        of inputs: [Tensor], along tangents: [Tensor], _ body: ([Tensor]) throws -> Tensor
    ) throws -> (value: Tensor, tangent: Tensor) {
        guard inputs.count == tangents.count else {
            throw TorchError.listLengths(
                operation: "forward-mode product", expected: inputs.count, found: tangents.count)
        }
        level.lock()
        defer { level.unlock() }
        return try withoutGradient {
            let number = try enter()
            let result = Result {
                var duals: [Tensor] = []
                duals.reserveCapacity(inputs.count)
                for (input, tangent) in zip(inputs, tangents) {
                    duals.append(try dual(input, tangent, number))
                }
                return try unpacked(try body(duals), number)
            }
            try exit(number)
            return try result.get()
        }
    }

    private static func enter() throws(TorchError) -> UInt64 {
        var number: UInt64 = 0
        if let text = ctorch_enter_dual_level(&number) {
            throw TorchError("entering forward mode", [], text)
        }
        return number
    }

    private static func exit(_ number: UInt64) throws(TorchError) {
        if let text = ctorch_exit_dual_level(number) { throw TorchError("leaving forward mode", [], text) }
    }

    /// Puts value and tangent together inside a product's body, for an operation that knows its own tangent.
    static func dual(_ value: Tensor, _ tangent: Tensor) throws(TorchError) -> Tensor {
        try dual(value, tangent, 0)
    }

    /// Value and tangent inside a product's body; the tangent is nil where the tensor carries none.
    static func parts(of tensor: Tensor) throws(TorchError) -> (value: Tensor, tangent: Tensor?) {
        guard isDual(tensor) else { return (tensor, nil) }
        let (value, tangent) = try unpacked(tensor, 0)
        return (value, tangent)
    }

    static func parts(of tensor: Tensor?) throws(TorchError) -> (value: Tensor?, tangent: Tensor?) {
        guard let tensor else { return (nil, nil) }
        let (value, tangent) = try parts(of: tensor)
        return (value, tangent)
    }

    static func isDual(_ tensor: Tensor) -> Bool {
        withExtendedLifetime(tensor) { ctorch_is_dual(tensor.pointer) }
    }

    /// Detached first, so that the caller's tensor carries no tangent afterwards.
    private static func dual(
        _ value: Tensor, _ tangent: Tensor, _ number: UInt64
    ) throws(TorchError) -> Tensor {
        try Tensor.apply("dual number", try value.detached(), try tangent.detached()) {
            ctorch_make_dual($0, $1, number, $2)
        }
    }

    private static func unpacked(
        _ dual: Tensor, _ number: UInt64
    ) throws(TorchError) -> (value: Tensor, tangent: Tensor) {
        var value: OpaquePointer?
        var tangent: OpaquePointer?
        let text = withExtendedLifetime(dual) { ctorch_unpack_dual(dual.pointer, number, &value, &tangent) }
        let handle = tangent.map(TensorHandle.init)
        let primal = try Tensor(adopting: value, "unpacking a dual number", [dual], text)
        guard handle != nil else { return (primal, try primal.zerosLike()) }
        return (primal, try Tensor(owning: handle, "unpacking a dual number", [dual]))
    }
}
