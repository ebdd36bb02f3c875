/// Which part of an image, in which size, is seen in a network's input.
struct Framing {
    /// 1: the whole image is stretched to the input's size.
    var scale = 1.0
    /// Down and right, 0 to 1 of the way that a crop can move; nil for the middle.
    var place: (down: Double, right: Double)?
    var isMirrored = false

    /// What brings a stored image into an input of `shape`.
    func resampling(height: Int, width: Int, into shape: ImageShape) -> Resampling {
        Resampling(
            rows: sampling(stored: height, side: shape.height, place: place?.down, isMirrored: false),
            columns: sampling(stored: width, side: shape.width, place: place?.right, isMirrored: isMirrored),
            storedWidth: width)
    }

    private func sampling(stored: Int, side: Int, place: Double?, isMirrored: Bool) -> AxisSampling {
        let resized = max(1, Int((scale * Double(side)).rounded()))
        // Negative where the image is smaller than the input.
        let free = resized - side
        var start = free >> 1
        if let place {
            let padding = Augmentation.padding(side: side)
            let first = min(0, free) - padding
            let last = max(0, free) + padding
            start = first + Int(place * Double(last - first + 1))
        }
        return AxisSampling(
            stored: stored, resized: resized, window: start..<start + side, isMirrored: isMirrored)
    }
}
