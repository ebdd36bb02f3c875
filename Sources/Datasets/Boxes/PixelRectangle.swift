/// A rectangle in pixels; empty where right ≤ left or bottom ≤ top.
struct PixelRectangle: Sendable, Equatable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func common(_ other: PixelRectangle) -> PixelRectangle {
        PixelRectangle(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
    }
}
