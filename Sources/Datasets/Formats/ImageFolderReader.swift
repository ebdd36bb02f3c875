/// Reads `DatasetFormat.imageFolder`. Classes are the lines of `classes.txt`, else the names of the training folders,
/// sorted. All images have one size: the first one's, or the `image_size` of `dataset.json`, to which others are
/// brought.
struct ImageFolderReader: ImageClassificationReader {
    enum Role {
        static let training = "training"
        static let test = "test"
        static let classes = "classes"
    }

    /// Bytes of all decoded images of a split.
    static let largestSplit = 2 << 30

    private struct Splits {
        let training: ImageFolderSplit
        let test: ImageFolderSplit
        let classes: [String]
        let shape: ImageShape
    }

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        let splits = try splits(source)
        return DatasetFacts(
            title: source.manifest.title ?? source.folder.name, format: source.format.name,
            task: source.format.task, classes: splits.classes, shape: splits.shape,
            trainingCount: splits.training.files.count, validationCount: 0,
            testCount: splits.test.files.count)
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        let splits = try splits(source)
        return try ImageClassificationData(
            name: source.folder.name, title: source.manifest.title ?? source.folder.name,
            classes: splits.classes, maximumPixel: 255,
            training: images(splits.training, splits, resizes: source.manifest.imageSize != nil),
            test: images(splits.test, splits, resizes: source.manifest.imageSize != nil))
    }

    private func splits(_ source: DatasetSource) throws(DatasetError) -> Splits {
        let training = try ImageFolderSplit(source.fileName(Role.training), in: source.folder)
        let test = try ImageFolderSplit(source.fileName(Role.test), in: source.folder)
        let classes = try classes(source, training)
        let first = try training.files[0].decoded()
        let size = source.manifest.imageSize
        return Splits(
            training: training, test: test, classes: classes,
            shape: ImageShape(
                channels: first.shape.channels, height: size?.height ?? first.shape.height,
                width: size?.width ?? first.shape.width))
    }

    private func classes(
        _ source: DatasetSource, _ training: ImageFolderSplit
    ) throws(DatasetError) -> [String] {
        if let said = source.manifest.classes { return said }
        var (file, classes) = (training.name, Set(training.files.map(\.className)).sorted())
        if source.has(Role.classes) {
            let list = try ListFile(source.open(Role.classes))
            (file, classes) = try (list.name, list.classNames())
        }
        guard classes.count > 1 else {
            throw .malformed(
                file: file, found: "the class '\(classes.joined())' alone",
                allowed: "at least 2, a folder for each")
        }
        try DatasetManifest.check(classCount: classes.count, file: file)
        return classes
    }

    private func images(
        _ split: ImageFolderSplit, _ splits: Splits, resizes: Bool
    ) throws(DatasetError) -> LabelledImages {
        let places = Dictionary(uniqueKeysWithValues: splits.classes.enumerated().map { ($1, Int32($0)) })
        var labels: [Int32] = []
        for file in split.files {
            guard let label = places[file.className] else {
                throw .malformed(
                    file: file.path, found: "the class '\(file.className)'",
                    allowed: splits.classes.prefix(20).joined(separator: ", ")
                        + (splits.classes.count > 20 ? ", …" : ""))
            }
            labels.append(label)
        }
        let shape = splits.shape
        let (total, overflows) = shape.count.multipliedReportingOverflow(by: split.files.count)
        guard !overflows, total <= Self.largestSplit else {
            throw .tooLarge(file: split.name, found: overflows ? .max : total, allowed: Self.largestSplit)
        }
        let pixels = try split.pixels(shape: shape, resizes: resizes)
        return try LabelledImages(shape: shape, pixels: pixels, labels: labels)
    }
}
