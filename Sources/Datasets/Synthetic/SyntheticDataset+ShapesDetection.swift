extension SyntheticDataset {
    /// Four kinds of shapes of very different size on a clouded background, a tight box around what is seen of each.
    static let shapesDetection = SyntheticDataset(
        name: "shapes-detection", content: .detection(facts) { () throws(DatasetError) in try drawn.get() })

    /// Drawn when it is first asked for, once a process.
    private static let drawn = Result { () throws(DatasetError) in try shapes() }

    private static let setting = SceneSetting(
        height: 96, width: 96, shapes: 1...4, radius: 9...22, noise: 8, leastVisible: 0.7)
    private static let seed: UInt64 = 2026

    private static let facts = DatasetFacts(
        title: "Synthetic shapes (detection)", format: SyntheticDataset.format, task: .detection,
        classes: ShapeKind.allCases.map(\.name),
        shape: ImageShape(channels: 3, height: setting.height, width: setting.width), trainingCount: 1600,
        validationCount: 50, testCount: 100)

    private static func shapes() throws(DatasetError) -> DetectionData {
        let training = try split("training", count: facts.trainingCount, from: 1)
        let validation = try split("validation", count: facts.validationCount, from: training.count + 1)
        let before = training.count + validation.count
        let test = try split("test", count: facts.testCount, from: before + 1)
        return DetectionData(
            name: "shapes-detection", title: facts.title, classes: facts.classes, shape: facts.shape,
            training: training, validation: validation, test: test)
    }

    /// Boxes are known only when a scene is drawn, so that all are, and kept (27 KiB each).
    private static func split(
        _ split: String, count: Int, from first: Int
    ) throws(DatasetError) -> [DetectionExample] {
        let stream = RandomStream(seed: seed, purpose: "shapes-detection " + split)
        var examples: [DetectionExample] = []
        for index in 0..<count {
            var source = stream.source(index)
            let scene = try SyntheticScene.drawn(setting, &source)
            let image = scene.image
            examples.append(
                DetectionExample(
                    image: ImageSource(name: "\(split) scene \(index)") { () throws(DatasetError) in image },
                    height: setting.height, width: setting.width, boxes: scene.shapes.map(\.box),
                    identifier: first + index))
        }
        return examples
    }
}
