extension DatasetFormat {
    /// MNIST, Fashion-MNIST and all that came after them in the same four files.
    static let idx = DatasetFormat(
        name: "idx", summary: "Grey images and class ids in IDX files, as Fashion-MNIST has them.",
        files: [
            DatasetFile(role: IDXReader.Role.trainingImages, name: "train-images-idx3-ubyte"),
            DatasetFile(role: IDXReader.Role.trainingLabels, name: "train-labels-idx1-ubyte"),
            DatasetFile(role: IDXReader.Role.testImages, name: "t10k-images-idx3-ubyte"),
            DatasetFile(role: IDXReader.Role.testLabels, name: "t10k-labels-idx1-ubyte"),
        ],
        reader: .classification(IDXReader()))
}
