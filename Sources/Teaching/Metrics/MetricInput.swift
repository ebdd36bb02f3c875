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

    /// What `value` says of each image, for classification, `[batch]`; of a mixed one the mean of what it says of both
    /// classes by their shares (Zhang et al. 2018).
    func overImages(_ value: (ClassLogits) throws -> Tensor) throws -> Tensor {
        let targets = try once("class targets") { try ClassTargets(target) }
        let own = once("class logits") { ClassLogits(output, target: targets.classes) }
        guard let (others, shares) = targets.mixed else { return try value(own) }
        let other = once("other logits") { ClassLogits(own, target: others) }
        let (first, second) = (try value(own), try value(other))
        return try second + (first - second) * shares.to(type: first.type)
    }
}
