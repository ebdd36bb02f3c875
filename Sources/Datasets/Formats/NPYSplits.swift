/// The splits of a data set of NumPy arrays, which fit together; a validation split has joined the training split.
struct NPYSplits {
    private let images: [NPYSplitName: NPYImages]
    private let labels: [NPYSplitName: NPYLabels]
    private let shape: ImageShape
    /// Of training and validation.
    private let trainingLabels: [Int32]
    private let testLabels: [Int32]

    /// - Parameter parts: asked for each split; only that of the validation split may be nil.
    init(
        _ parts: (NPYSplitName) throws(DatasetError) -> (images: NPYImages, labels: NPYLabels)?
    ) throws(DatasetError) {
        var images: [NPYSplitName: NPYImages] = [:]
        var labels: [NPYSplitName: NPYLabels] = [:]
        for split in NPYSplitName.allCases {
            guard let parts = try parts(split) else { continue }
            images[split] = parts.images
            labels[split] = parts.labels
        }
        shape = images[.training]?.shape ?? ImageShape(channels: 0, height: 0, width: 0)
        for split in [NPYSplitName.validation, .test] {
            guard let training = images[.training], let other = images[split], other.shape != shape else {
                continue
            }
            throw .shapesDisagree(
                trainingFile: training.name, training: shape, testFile: other.name, test: other.shape)
        }
        trainingLabels = (labels[.training]?.labels ?? []) + (labels[.validation]?.labels ?? [])
        testLabels = labels[.test]?.labels ?? []
        self.images = images
        self.labels = labels
    }

    func facts(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        let names = try names(source)
        return DatasetFacts(
            title: names.title, format: source.format.name, task: source.format.task, classes: names.classes,
            shape: shape, trainingCount: trainingLabels.count, validationCount: 0,
            testCount: testLabels.count)
    }

    func data(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        let names = try names(source)
        let pixels = (images[.training]?.pixels ?? []) + (images[.validation]?.pixels ?? [])
        return try ImageClassificationData(
            name: source.folder.name, title: names.title, classes: names.classes, maximumPixel: 255,
            training: LabelledImages(shape: shape, pixels: pixels, labels: trainingLabels),
            test: LabelledImages(shape: shape, pixels: images[.test]?.pixels ?? [], labels: testLabels))
    }

    /// Without class names in a `dataset.json` there are as many classes as the training labels use.
    private func names(_ source: DatasetSource) throws(DatasetError) -> (title: String, classes: [String]) {
        let published = PublishedDataset.known(trainingLabels: labels[.training]?.labels ?? [])
        let used = Int(trainingLabels.max() ?? 0) + 1
        let classes = source.manifest.classes ?? published?.classes ?? (0..<max(2, used)).map(String.init)
        for split in NPYSplitName.allCases {
            guard let labels = labels[split] else { continue }
            try LabelRange(classes: classes.count).check(labels.labels, file: labels.name)
        }
        return (source.manifest.title ?? published?.title ?? source.folder.name, classes)
    }
}
