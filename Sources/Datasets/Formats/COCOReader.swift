/// Reads the annotation files of `DatasetFormat.coco`.
struct COCOReader: DetectionReader {
    static let roles = DetectionRoles(
        training: "training_annotations", validation: "validation_annotations", test: "test_annotations")

    func read(
        _ source: DatasetSource, invalidBoxes: InvalidBoxes
    ) throws(DatasetError) -> DetectionData {
        let roles = try Self.roles.present(in: source)
        let file = try source.open(Self.roles.training)
        let document = try COCODocument(file)
        let classes = try COCOClasses(document.categories, file: file.name, names: source.manifest.classes)
        let training = try split(document, file.name, classes, source, invalidBoxes)
        let validation =
            try roles.validation.map { (role) throws(DatasetError) in
                try split(role, classes, source, invalidBoxes)
            } ?? .empty
        let test = try split(roles.test, classes, source, invalidBoxes)
        return try DetectionData(
            source: source, classes: classes.names, training: training, validation: validation, test: test)
    }

    private func split(
        _ role: String, _ classes: COCOClasses, _ source: DatasetSource, _ invalidBoxes: InvalidBoxes
    ) throws(DatasetError) -> DetectionSplit {
        let file = try source.open(role)
        let document = try COCODocument(file)
        try classes.check(document.categories, file: file.name)
        return try split(document, file.name, classes, source, invalidBoxes)
    }

    private func split(
        _ document: COCODocument, _ file: String, _ classes: COCOClasses, _ source: DatasetSource,
        _ invalidBoxes: InvalidBoxes
    ) throws(DatasetError) -> DetectionSplit {
        var review = BoxReview(file: file, policy: invalidBoxes)
        let boxes = Self.boxes(document, classes, &review)
        let places = COCOImagePlaces(annotationFile: file, folder: source.folder)
        var examples: [DetectionExample] = []
        for (image, boxes) in zip(document.images, boxes) {
            examples.append(
                DetectionExample(
                    image: try places.source(image.fileName), height: image.height, width: image.width,
                    boxes: boxes, identifier: image.id))
        }
        return try DetectionSplit(examples, review: review)
    }

    /// The usable boxes of each image.
    private static func boxes(
        _ document: COCODocument, _ classes: COCOClasses, _ review: inout BoxReview
    ) -> [[LabelledBox]] {
        let positions = Dictionary(
            uniqueKeysWithValues: document.images.enumerated().map { ($0.element.id, $0.offset) })
        var result = [[LabelledBox]](repeating: [], count: document.images.count)
        var seen: Set<Int> = []
        for annotation in document.annotations {
            guard let position = positions[annotation.image] else {
                review.leaveOut(
                    "annotation \(annotation.id)", because: "names the unknown image \(annotation.image)")
                continue
            }
            let image = document.images[position]
            let name = "annotation \(annotation.id) of \(image.fileName)"
            guard seen.insert(annotation.id).inserted else {
                review.leaveOut(name, because: "has an id that came before")
                continue
            }
            guard let label = classes.positions[annotation.category] else {
                review.leaveOut(name, because: "names the unknown category \(annotation.category)")
                continue
            }
            let box = review.reviewed(
                annotation.box(label: label), annotation: name, width: image.width, height: image.height)
            if let box { result[position].append(box) }
        }
        return result
    }
}
