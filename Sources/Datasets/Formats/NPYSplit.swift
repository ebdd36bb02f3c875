/// What was found of one split: its images, its labels.
struct NPYSplit: Sendable {
    private(set) var images: NPYImages?
    private(set) var labels: NPYLabels?

    /// Takes an array's images in. - Throws: `malformed` where the split has some already.
    mutating func take<Source>(
        imagesOf array: NPYArray<Source>, name: String, withPixels: Bool
    ) throws(DatasetError) {
        if let images { throw Self.twice(images.name, name) }
        images = try array.images(withPixels: withPixels)
    }

    /// Takes an array's labels in. - Throws: `malformed` where the split has some already.
    mutating func take<Source>(labelsOf array: NPYArray<Source>, name: String) throws(DatasetError) {
        if let labels { throw Self.twice(labels.name, name) }
        labels = try array.labels()
    }

    /// Both, as many of the one as of the other. - Parameters: file: for errors; arrays: the names that were found.
    func parts(
        _ split: NPYSplitName, file: String, arrays: [String]
    ) throws(DatasetError) -> (images: NPYImages, labels: NPYLabels) {
        let found = arrays.isEmpty ? "no arrays" : "the arrays \(arrays.prefix(20).joined(separator: ", "))"
        guard let images else {
            throw .malformed(
                file: file, found: found,
                allowed: "the \(split.rawValue) images too: \(split.imageNames.joined(separator: " or "))")
        }
        guard let labels else {
            throw .malformed(
                file: file, found: found,
                allowed: "the \(split.rawValue) labels too: \(split.labelNames.joined(separator: " or "))")
        }
        guard images.count == labels.labels.count else {
            throw .countsDisagree(
                labelFile: labels.name, labels: labels.labels.count, imageFile: images.name,
                images: images.count)
        }
        return (images, labels)
    }

    private static func twice(_ first: String, _ second: String) -> DatasetError {
        .malformed(file: second, found: "what \(first) has already", allowed: "one of the two")
    }
}
