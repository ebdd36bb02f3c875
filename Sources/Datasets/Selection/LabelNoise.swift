/// Label noise: a share of the examples get another class.
package struct LabelNoise {
    /// Which class a replaced label gets.
    package enum Kind: Sendable, Equatable {
        /// Each of the other classes with equal probability.
        case symmetric
        /// The next class, the last the first: pair flipping (Han et al. 2018, "Co-teaching").
        case asymmetric
    }

    private let fraction: Double
    private let kind: Kind
    private let classes: Int

    /// - Throws: `invalidChoice` unless `fraction` is in 0...1.
    init(fraction: Double, kind: Kind, classes: Int) throws(DatasetError) {
        guard (0...1).contains(fraction), classes > 1 || fraction == 0 else {
            throw .invalidChoice(
                name: "label_noise", found: "\(fraction) with \(classes) classes",
                allowed: "0 to 1, and 0 where there is one class only")
        }
        self.fraction = fraction
        self.kind = kind
        self.classes = classes
    }

    /// New labels by example: fraction · N of them to the nearest, none equal to the old one.
    func replacements(indices: [Int], labels: [Int32], stream: RandomStream) -> [Int: Int32] {
        let count = Int((fraction * Double(indices.count)).rounded())
        guard count > 0 else { return [:] }
        var source = stream.source()
        var replacements: [Int: Int32] = [:]
        for index in source.shuffled(indices).prefix(count) {
            let own = labels[index]
            switch kind {
            case .symmetric:
                let other = Int32(source.next(below: classes - 1))
                replacements[index] = other < own ? other : other + 1
            case .asymmetric: replacements[index] = (own + 1) % Int32(classes)
            }
        }
        return replacements
    }
}
