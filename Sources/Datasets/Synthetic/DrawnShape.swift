/// A shape of a scene, as far as it can be seen.
package struct DrawnShape: Sendable, Equatable {
    package let kind: ShapeKind
    /// Tight around the visible pixels; its label is the kind's position in `ShapeKind.allCases`, its area the number
    /// of visible pixels.
    package let box: LabelledBox
    package let visiblePixels: Int
    /// Inside of the image, with those that others hide.
    package let allPixels: Int
}
