package import Torch

/// One batch's output and target as the metrics see it: what several of them need is computed once.
///
/// Not `Sendable`: it lives for one step, on the step's thread.
package final class MetricInput {
    /// In the layout of the task (``OutputLayout``).
    package let output: Tensor
    package let target: Tensor
    private var computed: [String: Any] = [:]

    package init(output: Tensor, target: Tensor) {
        self.output = output
        self.target = target
    }

    /// What `make` gave when `name` was first asked for.
    func once<Value>(_ name: String, _ make: () throws -> Value) rethrows -> Value {
        if let known = computed[name] as? Value { return known }
        let value = try make()
        computed[name] = value
        return value
    }

    /// The output as logits of examples, for classification.
    func classLogits() throws -> ClassLogits {
        once("class logits") { ClassLogits(output, target: target) }
    }
}
