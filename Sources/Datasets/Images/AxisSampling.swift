/// Where the pixels along one side of a resampled image come from. The side of `stored` pixels is stretched to `resized`
/// pixels, of which `window` are wanted (it may reach beyond them on both ends: those come from nowhere).
///
/// Half-pixel centres: output pixel i lies at (i + ½) · stored / resized of the stored side, whose pixel j lies at j + ½.
struct AxisSampling {
    /// Two neighbours and how much of the second.
    struct Blend: Equatable {
        let first: Int
        let second: Int
        let weight: Float
    }

    /// Bilinear: as PyTorch's `interpolate(mode="bilinear", align_corners=False)`, without antialiasing. Nil for
    /// nowhere.
    let blends: [Blend?]
    /// Nearest: as PyTorch's `interpolate(mode="nearest-exact")`. Nil for nowhere.
    let nearest: [Int?]

    init(stored: Int, resized: Int, window: Range<Int>, isMirrored: Bool = false) {
        let inside = 0..<resized
        let indices = isMirrored ? window.reversed() : Array(window)
        blends = indices.map { inside.contains($0) ? Self.blend($0, stored: stored, resized: resized) : nil }
        // ⌊(i + ½) · stored / resized⌋ in whole numbers.
        nearest = indices.map { inside.contains($0) ? (2 * $0 + 1) * stored / (2 * resized) : nil }
    }

    /// The whole side.
    init(stored: Int, resized: Int) {
        self.init(stored: stored, resized: resized, window: 0..<resized)
    }

    private static func blend(_ index: Int, stored: Int, resized: Int) -> Blend {
        let position = max(0, (Double(index) + 0.5) * Double(stored) / Double(resized) - 0.5)
        let first = min(Int(position), stored - 1)
        return Blend(
            first: first, second: min(first + 1, stored - 1), weight: Float(position - Double(first)))
    }
}
