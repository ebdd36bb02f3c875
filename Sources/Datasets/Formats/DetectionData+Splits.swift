extension DetectionData {
    /// Puts the splits together. - Throws: what reading the first training image throws.
    init(
        source: DatasetSource, classes: [String], training: DetectionSplit, validation: DetectionSplit,
        test: DetectionSplit
    ) throws(DatasetError) {
        guard let first = training.examples.first else {
            throw .invalidChoice(name: "the number of training examples", found: "0", allowed: "at least 1")
        }
        self.init(
            name: source.folder.name, title: source.manifest.title ?? source.folder.name, classes: classes,
            shape: try first.load().shape, training: training.examples, validation: validation.examples,
            test: test.examples, notes: training.notes + validation.notes + test.notes)
    }
}
