/// Reads the two files of `DatasetFormat.optdigits`.
struct OptdigitsReader: ImageClassificationReader {
    enum Role {
        static let training = "training"
        static let test = "test"
    }

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        // The files are small: describing them is reading them.
        let data = try read(source)
        return DatasetFacts(
            title: data.title, format: source.format.name, task: source.format.task, classes: data.classes,
            shape: data.shape, trainingCount: data.training.count, validationCount: 0,
            testCount: data.test.count)
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        try ImageClassificationData(
            name: source.folder.name,
            title: source.manifest.title ?? "Optical recognition of handwritten digits",
            classes: source.manifest.classes ?? (0..<10).map(String.init),
            maximumPixel: OptdigitsTable.largestPixel,
            training: OptdigitsTable(source.open(Role.training)).images(),
            test: OptdigitsTable(source.open(Role.test)).images())
    }
}
