extension LabelledBox {
    /// From the stored image's pixels to those of the network's input.
    package func placed(_ fit: ImageFit) -> LabelledBox {
        LabelledBox(
            x1: fit.scale * x1 + fit.left, y1: fit.scale * y1 + fit.top, x2: fit.scale * x2 + fit.left,
            y2: fit.scale * y2 + fit.top, label: label, isCrowd: isCrowd, area: fit.scale * fit.scale * area)
    }

    /// In an image of this width, seen in a mirror.
    func mirrored(width: Double) -> LabelledBox {
        LabelledBox(
            x1: width - x2, y1: y1, x2: width - x1, y2: y2, label: label, isCrowd: isCrowd, area: area)
    }
}
