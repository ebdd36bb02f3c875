extension SyntheticDataset {
    /// Four kinds of shapes on a clouded background; neither colour, texture nor size tells what a shape is.
    static let shapesSegmentation = SyntheticDataset(
        name: "shapes-segmentation", content: .segmentation { () throws(DatasetError) in try shapes() })

    private static let setting = SceneSetting(
        height: 64, width: 64, shapes: 1...3, radius: 10...16, noise: 10, leastVisible: 0.6)
    private static let seed: UInt64 = 2026

    private static func shapes() throws(DatasetError) -> SegmentationData {
        try SegmentationData(
            name: "shapes-segmentation", title: "Synthetic shapes (segmentation)",
            classes: SyntheticScene.maskClasses,
            colors: [[0, 0, 0], [220, 60, 60], [70, 120, 230], [240, 200, 50], [80, 190, 110]],
            shape: ImageShape(channels: 3, height: setting.height, width: setting.width),
            training: split("training", count: 800), validation: split("validation", count: 50),
            test: split("test", count: 100))
    }

    private static func split(_ split: String, count: Int) -> [SegmentationExample] {
        let stream = RandomStream(seed: seed, purpose: "shapes-segmentation " + split)
        return (0..<count).map { index in
            let scene: @Sendable () throws(DatasetError) -> SyntheticScene = { () throws(DatasetError) in
                var source = stream.source(index)
                return try SyntheticScene.drawn(setting, &source)
            }
            let name = "\(split) scene \(index)"
            return SegmentationExample(
                image: ImageSource(name: name) { () throws(DatasetError) in try scene().image },
                mask: MaskSource(name: name + "'s mask") { () throws(DatasetError) in try scene().mask })
        }
    }
}
