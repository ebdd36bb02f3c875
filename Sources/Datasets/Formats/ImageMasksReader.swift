/// Reads `DatasetFormat.imageMasks`.
///
/// A line of a list is an image's path and its mask's: with a tab between them, or, where neither has blanks, blanks.
struct ImageMasksReader: SegmentationReader {
    enum Role {
        static let classes = "classes"
        static let training = "training"
        static let validation = "validation"
        static let test = "test"
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> SegmentationData {
        let list = try ClassList(source.open(Role.classes))
        if let said = source.manifest.classes, said.count != list.names.count {
            throw .malformed(
                file: DatasetManifest.fileName, found: "\(said.count) classes",
                allowed: "\(list.names.count), as classes.json has")
        }
        let training = try examples(source, Role.training, list)
        return try SegmentationData(
            name: source.folder.name, title: source.manifest.title ?? source.folder.name,
            classes: source.manifest.classes ?? list.names, colors: list.colors,
            shape: training[0].load().image.shape, training: training,
            validation: source.has(Role.validation) ? examples(source, Role.validation, list) : [],
            test: examples(source, Role.test, list))
    }

    private func examples(
        _ source: DatasetSource, _ role: String, _ classes: ClassList
    ) throws(DatasetError) -> [SegmentationExample] {
        let list = try ListFile(source.open(role))
        var result: [SegmentationExample] = []
        for line in list.lines {
            let hasTab = line.text.contains("\t")
            let paths = line.text.split(whereSeparator: { hasTab ? $0 == "\t" : $0.isWhitespace })
                .map(String.init)
            guard paths.count == 2 else {
                throw list.fault(
                    line, allowed: "an image's path and its mask's, a blank or a tab between them")
            }
            for path in paths { try list.check(path, line, in: source.folder) }
            result.append(
                SegmentationExample(
                    image: ImageSource(file: paths[0], in: source.folder),
                    mask: MaskSource(
                        file: paths[1], in: source.folder, classes: classes.names.count,
                        ignored: classes.ignored)))
        }
        return result
    }
}
