/// What a PASCAL VOC annotation (Everingham et al. 2010; devkit 2012, section 9.1) says of an image.
struct VOCAnnotation: Sendable {
    /// Bytes of a file.
    static let largestSize = 4 << 20

    struct Object: Sendable {
        let name: String
        /// Hard to recognise: neither trains nor counts.
        let isDifficult: Bool
        /// Corners as stored: pixel numbers from 1, both inclusive.
        let left: Double
        let top: Double
        let right: Double
        let bottom: Double

        /// In this module's coordinates, with its class's position.
        func box(label: Int) -> LabelledBox {
            LabelledBox(
                x1: left - 1, y1: top - 1, x2: right, y2: bottom, label: label, isCrowd: isDifficult)
        }
    }

    let width: Int
    let height: Int
    let objects: [Object]

    /// - Throws: `malformed` where a member is missing or not what it should be.
    init(_ reader: ByteReader) throws(DatasetError) {
        let bytes = try reader.readToEnd(limit: Self.largestSize)
        let content = try VOCAnnotationParser.content(of: bytes, file: reader.name)
        let image = VOCFields(file: reader.name, entry: "the annotation", texts: content.image)
        width = try image.side("size/width")
        height = try image.side("size/height")
        var objects: [Object] = []
        for (position, texts) in content.objects.enumerated() {
            let fields = VOCFields(file: reader.name, entry: "object \(position + 1)", texts: texts)
            objects.append(
                Object(
                    name: try fields.className("name"), isDifficult: try fields.flag("difficult"),
                    left: try fields.number("bndbox/xmin"), top: try fields.number("bndbox/ymin"),
                    right: try fields.number("bndbox/xmax"), bottom: try fields.number("bndbox/ymax")))
        }
        self.objects = objects
    }
}
