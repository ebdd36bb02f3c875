/// Reads the lists and annotations of `DatasetFormat.vocDetection`.
struct VOCDetectionReader: DetectionReader {
    static let roles = DetectionRoles(
        training: "training_list", validation: "validation_list", test: "test_list")
    /// Bytes of a list.
    private static let largestList = 16 << 20

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
        let list = try source.open(role)
        let text = String(decoding: try list.readToEnd(limit: Self.largestList), as: UTF8.self)
        var seen: Set<String> = []
        var entries: [Entry] = []
        for line in text.split(whereSeparator: \.isNewline) {
            // Behind the name, lists of one class have a flag.
            guard let field = line.split(whereSeparator: \.isWhitespace).first else { continue }
            let name = String(field)
            guard seen.insert(name).inserted else {
                throw .malformed(
                    file: list.name, found: "'\(name.prefix(100))' twice", allowed: "each image once")
            }
            guard source.folder.contains("Annotations/\(name).xml") else {
                throw .malformed(
                    file: list.name, found: "'\(name.prefix(100))'",
                    allowed: "names of which Annotations has an XML file")
            }
            let annotation = try VOCAnnotation(source.folder.open("Annotations/\(name).xml"))
            entries.append((first + entries.count, name, annotation))
        }
        guard !entries.isEmpty else {
            throw .malformed(file: list.name, found: "no images", allowed: "at least 1")
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
