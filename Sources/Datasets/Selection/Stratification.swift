/// Examples by class, for choices that keep the classes' shares.
struct Stratification {
    /// Indices of each class, in the order given.
    let strata: [[Int]]
    let count: Int

    /// - Parameters:
    ///   - indices: the examples to choose from.
    ///   - labels: class ids of all examples, by index.
    init(indices: [Int], labels: [Int32], classes: Int) {
        var strata = [[Int]](repeating: [], count: classes)
        for index in indices { strata[Int(labels[index])].append(index) }
        self.strata = strata
        count = indices.count
    }

    /// All in one class.
    init(indices: [Int]) {
        strata = [indices]
        count = indices.count
    }

    /// `total` examples, of each class its share to within one (largest remainder, the lower class first).
    /// - Returns: ascending indices.
    func chosen(_ total: Int, stream: RandomStream) -> [Int] {
        taken(quotas(total), stream: stream)
    }

    /// Of each class so many as `quotas` says, at random. - Returns: ascending indices.
    func taken(_ quotas: [Int], stream: RandomStream) -> [Int] {
        var result: [Int] = []
        for (label, stratum) in strata.enumerated() {
            var source = stream.source(label)
            result += source.shuffled(stratum).prefix(quotas[label])
        }
        return result.sorted()
    }

    /// Parts of nearly equal size: in every class, and in all, they differ by at most one example.
    /// - Returns: ascending indices, part by part.
    func dealt(into parts: Int, stream: RandomStream) -> [[Int]] {
        var result = [[Int]](repeating: [], count: parts)
        var position = 0
        for (label, stratum) in strata.enumerated() {
            var source = stream.source(label)
            for index in source.shuffled(stratum) {
                result[position % parts].append(index)
                position += 1
            }
        }
        return result.map { $0.sorted() }
    }

    private func quotas(_ total: Int) -> [Int] {
        // total × n_c / N in whole numbers: exact, and the same everywhere.
        let shares = strata.map { (total * $0.count).quotientAndRemainder(dividingBy: max(count, 1)) }
        var quotas = shares.map(\.quotient)
        let byRemainder = shares.indices.sorted {
            (shares[$1].remainder, $0) < (shares[$0].remainder, $1)
        }
        for label in byRemainder.prefix(total - quotas.reduce(0, +)) { quotas[label] += 1 }
        return quotas
    }
}
