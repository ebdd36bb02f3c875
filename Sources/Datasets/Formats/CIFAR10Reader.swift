/// Reads the files of `DatasetFormat.cifar10`: records of a class id and 32×32 red, green and blue values each.
struct CIFAR10Reader: ImageClassificationReader {
    enum Role {
        static let training = (1...5).map { "training_\($0)" }
        static let test = "test"
        static let classes = "classes"
    }

    static let shape = ImageShape(channels: 3, height: 32, width: 32)
    /// Bytes of a file; the published ones have 10,000 records.
    static let largestFile = 1 << 30

    private static let published = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        // Labels stand among the pixels: describing is reading.
        try DatasetFacts(of: read(source), format: source.format.name)
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        var classes = source.manifest.classes ?? Self.published
        if source.manifest.classes == nil, source.has(Role.classes) {
            classes = try ListFile(source.open(Role.classes)).classNames()
        }
        return try ImageClassificationData(
            name: source.folder.name, title: source.manifest.title ?? "CIFAR-10", classes: classes,
            maximumPixel: 255, training: images(source, Role.training, classes: classes.count),
            test: images(source, [Role.test], classes: classes.count))
    }

    private func images(
        _ source: DatasetSource, _ roles: [String], classes: Int
    ) throws(DatasetError) -> LabelledImages {
        var pixels: [UInt8] = []
        var labels: [Int32] = []
        for role in roles {
            let reader = try source.open(role)
            let bytes = try reader.readToEnd(limit: Self.largestFile)
            try append(bytes, of: reader.name, classes: classes, to: &pixels, &labels)
        }
        return try LabelledImages(shape: Self.shape, pixels: pixels, labels: labels)
    }

    private func append(
        _ bytes: [UInt8], of file: String, classes: Int, to pixels: inout [UInt8], _ labels: inout [Int32]
    ) throws(DatasetError) {
        let record = 1 + Self.shape.count
        guard !bytes.isEmpty, bytes.count.isMultiple(of: record) else {
            throw .malformed(
                file: file, found: "\(bytes.count) bytes",
                allowed: "a multiple of \(record), at least one record")
        }
        let starts = Array(stride(from: 0, to: bytes.count, by: record))
        let read = starts.map { Int32(bytes[$0]) }
        try LabelRange(classes: classes).check(read, file: file)
        labels += read
        pixels.reserveCapacity(pixels.count + starts.count * Self.shape.count)
        let plane = Self.shape.height * Self.shape.width
        bytes.withUnsafeBufferPointer { bytes in
            for start in starts {
                for place in start + 1..<start + 1 + plane {
                    pixels.append(bytes[place])
                    pixels.append(bytes[place + plane])
                    pixels.append(bytes[place + 2 * plane])
                }
            }
        }
    }
}
