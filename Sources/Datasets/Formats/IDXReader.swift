/// Reads the four files of `DatasetFormat.idx`. Without class names in a `dataset.json` there are as many
/// classes as the training labels use.
struct IDXReader: ImageClassificationReader {
    enum Role {
        static let trainingImages = "training_images"
        static let trainingLabels = "training_labels"
        static let testImages = "test_images"
        static let testLabels = "test_labels"
    }

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        let splits = try splits(source, imagePrefix: IDXFile.headerPrefix)
        return DatasetFacts(
            title: splits.title, format: source.format.name, task: source.format.task,
            classes: splits.classes, shape: splits.training.shape,
            trainingCount: splits.training.labels.count, validationCount: 0,
            testCount: splits.test.labels.count)
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        let splits = try splits(source, imagePrefix: nil)
        return try ImageClassificationData(
            name: source.folder.name, title: splits.title, classes: splits.classes, maximumPixel: 255,
            training: splits.training.images(), test: splits.test.images())
    }

    private func splits(
        _ source: DatasetSource, imagePrefix: Int?
    ) throws(DatasetError) -> (training: IDXSplit, test: IDXSplit, title: String, classes: [String]) {
        let training = try IDXSplit(
            images: source.open(Role.trainingImages, prefix: imagePrefix),
            labels: source.open(Role.trainingLabels))
        let test = try IDXSplit(
            images: source.open(Role.testImages, prefix: imagePrefix),
            labels: source.open(Role.testLabels))
        guard training.shape == test.shape else {
            throw .shapesDisagree(
                trainingFile: training.imageFile, training: training.shape, testFile: test.imageFile,
                test: test.shape)
        }
        let published = PublishedDataset.known(trainingLabels: training.labels)
        let used = Int(training.labels.max() ?? 0) + 1
        let classes = source.manifest.classes ?? published?.classes ?? (0..<max(2, used)).map(String.init)
        let range = LabelRange(classes: classes.count)
        try range.check(training.labels, file: training.labelFile)
        try range.check(test.labels, file: test.labelFile)
        return (training, test, source.manifest.title ?? published?.title ?? source.folder.name, classes)
    }
}
