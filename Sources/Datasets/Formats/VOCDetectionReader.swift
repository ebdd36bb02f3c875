/// Reads the lists and annotations of `DatasetFormat.vocDetection`.
struct VOCDetectionReader: DetectionReader {
    static let roles = DetectionRoles(
        training: "training_list", validation: "validation_list", test: "test_list")

    private typealias Entry = (identifier: Int, name: String, annotation: VOCAnnotation)

    func read(
        _ source: DatasetSource, invalidBoxes: InvalidBoxes
    ) throws(DatasetError) -> DetectionData {
        let roles = try Self.roles.present(in: source)
        let training = try entries(Self.roles.training, source, from: 1)
        let validation =
            try roles.validation.map { (role) throws(DatasetError) in
                try entries(role, source, from: training.entries.count + 1)
            }
        let before = training.entries.count + (validation?.entries.count ?? 0)
        let test = try entries(roles.test, source, from: before + 1)
        let used = Set(training.entries.flatMap { $0.annotation.objects.map(\.name) })
        let classes = source.manifest.classes ?? used.sorted()
        try DatasetManifest.check(classCount: classes.count, file: training.list)
        let split = { (part: (list: String, entries: [Entry])) throws(DatasetError) in
            try self.split(part, classes, source, invalidBoxes)
        }
        return try DetectionData(
            source: source, classes: classes, training: split(training),
            validation: validation.map(split) ?? .empty, test: split(test))
    }

    private func split(
        _ part: (list: String, entries: [Entry]), _ classes: [String], _ source: DatasetSource,
        _ invalidBoxes: InvalidBoxes
    ) throws(DatasetError) -> DetectionSplit {
        var review = BoxReview(file: part.list, policy: invalidBoxes)
        let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
        var examples: [DetectionExample] = []
        for (identifier, name, annotation) in part.entries {
            var boxes: [LabelledBox] = []
            for (position, object) in annotation.objects.enumerated() {
                let shown = "object \(position + 1) of \(name)"
                guard let label = labels[object.name] else {
                    review.leaveOut(shown, because: "names the unknown class '\(object.name)'")
                    continue
                }
                let box = review.reviewed(
                    object.box(label: label), annotation: shown, width: annotation.width,
                    height: annotation.height)
                if let box { boxes.append(box) }
            }
            examples.append(
                DetectionExample(
                    image: try image(name, source), height: annotation.height, width: annotation.width,
                    boxes: boxes, identifier: identifier))
        }
        return try DetectionSplit(examples, review: review)
    }

    /// The images of a list, with their annotations.
    private func entries(
        _ role: String, _ source: DatasetSource, from first: Int
    ) throws(DatasetError) -> (list: String, entries: [Entry]) {
        let list = try ListFile(source.open(role))
        var seen: Set<String> = []
        var entries: [Entry] = []
        for line in list.lines {
            // Behind the name, lists of one class have a flag.
            let name = String(line.text.prefix { !$0.isWhitespace })
            guard seen.insert(name).inserted else { throw list.fault(line, allowed: "each image once") }
            let file = "Annotations/\(name).xml"
            try list.check(file, line, in: source.folder)
            entries.append((first + entries.count, name, try VOCAnnotation(source.folder.open(file))))
        }
        return (list.name, entries)
    }

    private func image(_ name: String, _ source: DatasetSource) throws(DatasetError) -> ImageSource {
        let files = ["jpg", "jpeg", "png"].map { "JPEGImages/\(name).\($0)" }
        guard let file = files.first(where: source.folder.contains) else {
            throw .missingFile(folder: source.folder.name, file: files[0], format: source.format.name)
        }
        return ImageSource(file: file, in: source.folder)
    }
}
