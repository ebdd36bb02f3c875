extension LabelledBox {
    /// The part inside the rectangle, its area cut in proportion; width or height is 0 or less where nothing is inside.
    func clipped(to left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> LabelledBox {
        var result = self
        result.x1 = max(x1, left)
        result.y1 = max(y1, top)
        result.x2 = min(x2, right)
        result.y2 = min(y2, bottom)
        let whole = width * height
        let part = max(0, result.width) * max(0, result.height)
        if part < whole { result.area = whole.isFinite ? area * (part / whole) : part }
        return result
    }
}
