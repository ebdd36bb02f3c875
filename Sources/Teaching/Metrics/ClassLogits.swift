package import Torch

/// Logits of N examples (or pixels, or locations) over C classes, and the class that each should have. What several
/// metrics need is computed once.
package final class ClassLogits {
    /// `[N, C]`.
    package let logits: Tensor
    /// `[N]`, class ids.
    package let target: Tensor
    private var computed: [String: Tensor] = [:]

    package init(_ logits: Tensor, target: Tensor) {
        self.logits = logits
        self.target = target
    }

    /// log p, `[N, C]`.
    func logProbabilities() throws -> Tensor { try once("log p") { try logits.logSoftmax(1) } }

    /// p, `[N, C]`.
    func probabilities() throws -> Tensor { try once("p") { try logits.softmax(1) } }

    /// log p_y, `[N]`.
    func ownLogProbability() throws -> Tensor {
        try once("log p_y") { try logProbabilities().picked(target) }
    }

    /// p_y, `[N]`.
    func ownProbability() throws -> Tensor { try once("p_y") { try probabilities().picked(target) } }

    private func once(_ name: String, _ make: () throws -> Tensor) throws -> Tensor {
        if let known = computed[name] { return known }
        let value = try make()
        computed[name] = value
        return value
    }
}
