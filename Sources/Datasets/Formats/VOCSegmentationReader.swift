/// Reads `DatasetFormat.vocSegmentation`. The classes are those of `dataset.json`, else of `classes.txt` (a name a line,
/// the background first), else Pascal VOC's.
struct VOCSegmentationReader: SegmentationReader {
    enum Role {
        static let training = "training"
        static let validation = "validation"
        static let test = "test"
        static let classes = "classes"
    }

    /// Pascal VOC's, in the order of their ids.
    static let vocClasses = [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
        "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train",
        "tvmonitor",
    ]

    func read(_ source: DatasetSource) throws(DatasetError) -> SegmentationData {
        let classes = try classes(source)
        let training = try examples(source, Role.training, classes.count)
        let hasTest = source.has(Role.test)
        return try SegmentationData(
            name: source.folder.name, title: source.manifest.title ?? source.folder.name, classes: classes,
            colors: classes.indices.map(ClassColors.voc), shape: training[0].load().image.shape,
            training: training,
            validation: hasTest ? examples(source, Role.validation, classes.count) : [],
            test: examples(source, hasTest ? Role.test : Role.validation, classes.count))
    }

    private func classes(_ source: DatasetSource) throws(DatasetError) -> [String] {
        if let said = source.manifest.classes { return said }
        guard source.has(Role.classes) else { return Self.vocClasses }
        return try ListFile(source.open(Role.classes)).classNames()
    }

    private func examples(
        _ source: DatasetSource, _ role: String, _ classes: Int
    ) throws(DatasetError) -> [SegmentationExample] {
        let list = try ListFile(source.open(role))
        var result: [SegmentationExample] = []
        for line in list.lines {
            let image = "JPEGImages/\(line.text).jpg"
            let mask = "SegmentationClass/\(line.text).png"
            for path in [image, mask] { try list.check(path, line, in: source.folder) }
            result.append(
                SegmentationExample(
                    image: ImageSource(file: image, in: source.folder),
                    mask: MaskSource(
                        file: mask, in: source.folder, classes: classes, ignored: Int(ClassMask.void))))
        }
        return result
    }
}
