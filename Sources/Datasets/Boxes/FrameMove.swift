/// A move of a whole network input, with all that lies in it: (x, y) comes to (scale x + left, scale y + top), then to
/// (width − x, y) if mirrored.
struct FrameMove: Sendable, Equatable {
    var scale = 1.0
    var left = 0.0
    var top = 0.0
    var isMirrored = false

    static let identity = FrameMove()

    /// First this move, then a zoom about the frame's corner and a shift, both before any mirroring.
    func then(scale factor: Double, left shift: Double, top lift: Double) -> FrameMove {
        FrameMove(
            scale: scale * factor, left: left * factor + shift, top: top * factor + lift,
            isMirrored: isMirrored)
    }
}
