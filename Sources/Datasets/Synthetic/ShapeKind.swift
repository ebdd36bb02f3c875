/// The shapes that synthetic scenes show; each is a class.
package enum ShapeKind: Int, Sendable, CaseIterable {
    case circle, square, triangle, cross

    /// As a class is named.
    package var name: String {
        switch self {
        case .circle: "circle"
        case .square: "square"
        case .triangle: "triangle"
        case .cross: "cross"
        }
    }

    /// No point of a shape of radius 1 is farther than this from its centre.
    static let reach = 1.3

    /// Whether a point belongs to the shape of radius 1 around (0, 0). All have about the area of a circle of radius
    /// 0.9 (2.54), so that size does not tell them apart: square 2.56, triangle 2.20, cross 2.23.
    func contains(_ x: Double, _ y: Double) -> Bool {
        switch self {
        case .circle:
            x * x + y * y <= 0.81
        case .square:
            max(abs(x), abs(y)) <= 0.8
        case .triangle:
            // Equilateral: each side is 0.65 from the centre; √3/2 = 0.8660254.
            y <= 0.65 && abs(x) * 0.8660254 - y * 0.5 <= 0.65
        case .cross:
            max(abs(x), abs(y)) <= 1 && min(abs(x), abs(y)) <= 0.335
        }
    }
}
