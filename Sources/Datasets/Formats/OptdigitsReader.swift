/// Reads the two files of `DatasetFormat.optdigits`.
struct OptdigitsReader: ImageClassificationReader {
    enum Role {
        static let training = "training"
        static let test = "test"
    }

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        // The files are small: describing them is reading them.
        try DatasetFacts(of: read(source), format: source.format.name)
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
