/// The image file and the label file of one split: headers and labels read, images not yet.
struct IDXSplit {
    let shape: ImageShape
    let labels: [Int32]
    let imageFile: String
    let labelFile: String
    private let imageValues: IDXFile

    init(images: ByteReader, labels: ByteReader) throws(DatasetError) {
        imageFile = images.name
        labelFile = labels.name
        imageValues = try IDXFile(images, rank: 3)
        self.labels = try IDXFile(labels, rank: 1).values().map(Int32.init)
        let dimensions = imageValues.dimensions
        guard dimensions[0] == self.labels.count else {
            throw .countsDisagree(
                labelFile: labelFile, labels: self.labels.count, imageFile: imageFile, images: dimensions[0])
        }
        shape = ImageShape(channels: 1, height: dimensions[1], width: dimensions[2])
    }

    func images() throws(DatasetError) -> LabelledImages {
        try LabelledImages(shape: shape, pixels: imageValues.values(), labels: labels)
    }
}
