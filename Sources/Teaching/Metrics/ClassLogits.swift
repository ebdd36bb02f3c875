package import Torch

/// Logits of examples (or locations) over the classes, and the class that each should have; of pixels, by image and
/// place. What several metrics need is computed once.
package final class ClassLogits {
    /// `[examples, classes]`, or `[examples, classes, places]`; what is made of them has the same shape, or lacks the classes.
    package let logits: Tensor
    /// `[examples]` or `[examples, places]`, class ids.
    package let target: Tensor
    private var computed: [String: Tensor] = [:]
    /// The same logits beside other classes: what does not depend on the classes is computed there.
    private let twin: ClassLogits?

    package init(_ logits: Tensor, target: Tensor) {
        self.logits = logits
        self.target = target
        twin = nil
    }

    /// The same examples with other classes.
    init(_ twin: ClassLogits, target: Tensor) {
        logits = twin.logits
        self.target = target
        self.twin = twin
    }

    /// log p, `[examples, classes]`.
    func logProbabilities() throws -> Tensor { try shared("log p") { try logits.logSoftmax(1) } }

    /// p, `[examples, classes]`.
    func probabilities() throws -> Tensor { try shared("p") { try logits.softmax(1) } }

    /// log p_y, `[examples]`.
    func ownLogProbability() throws -> Tensor {
        try once("log p_y") { try logProbabilities().picked(target) }
    }

    /// Σ_c p_c², `[examples]`.
    func squaredLength() throws -> Tensor { try shared("‖p‖²") { try probabilities().square().sum([1]) } }

    /// p_y, `[examples]`.
    func ownProbability() throws -> Tensor { try once("p_y") { try probabilities().picked(target) } }

    private func shared(_ name: String, _ make: () throws -> Tensor) throws -> Tensor {
        try twin?.shared(name, make) ?? once(name, make)
    }

    private func once(_ name: String, _ make: () throws -> Tensor) throws -> Tensor {
        if let known = computed[name] { return known }
        let value = try make()
        computed[name] = value
        return value
    }
}
