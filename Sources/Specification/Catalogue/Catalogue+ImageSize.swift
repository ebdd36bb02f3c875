extension Catalogue {
    /// The `[height, width]` that a student of the data set takes where the specification does not say: that of its
    /// images, made smaller in proportion where a side is above 320, and rounded to multiples of 32 (of 16 below 48).
    func imageSize(of dataset: String, for task: TaskKind) -> [Int]? {
        guard let shape = datasets.first(where: { $0.name == dataset })?.shape, shape.count == 3 else {
            return nil
        }
        let sides = shape.dropFirst().map(Double.init)
        let scale = min(1, 320 / max(1, sides.max() ?? 1))
        return sides.map { side in
            let step: Double = side * scale < 48 ? 16 : 32
            return Int(max(2, (side * scale / step).rounded()) * step)
        }
    }
}
