/// Symmetric label noise: a share of the examples get another class, each of the others with equal
/// probability.
struct LabelNoise {
    let fraction: Double
    let classes: Int

    /// - Throws: `invalidChoice` unless `fraction` is in 0...1.
    init(fraction: Double, classes: Int) throws(DatasetError) {
        guard (0...1).contains(fraction), classes > 1 || fraction == 0 else {
            throw .invalidChoice(
                name: "label_noise", found: "\(fraction) with \(classes) classes",
                allowed: "0 to 1, and 0 where there is one class only")
        }
        self.fraction = fraction
        self.classes = classes
    }

    /// New labels by example: fraction · N of them to the nearest, none equal to the old one.
    func replacements(indices: [Int], labels: [Int32], stream: RandomStream) -> [Int: Int32] {
        let count = Int((fraction * Double(indices.count)).rounded())
        guard count > 0 else { return [:] }
        var source = stream.source()
        var replacements: [Int: Int32] = [:]
        for index in source.shuffled(indices).prefix(count) {
            let other = Int32(source.next(below: classes - 1))
            replacements[index] = other < labels[index] ? other : other + 1
        }
        return replacements
    }
}
