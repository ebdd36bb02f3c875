extension DatasetFormat {
    /// A zip file of arrays, as Keras and MedMNIST publish theirs.
    static let npz = DatasetFormat(
        name: "npz",
        summary:
            "NumPy arrays of numpy.savez or savez_compressed: x_train, y_train, x_test and y_test (or "
            + "train_images, train_labels ...) in one .npz file, or images and labels in train.npz and test.npz.",
        files: [
            DatasetFile(role: NPZReader.Role.all, name: "data.npz", ending: ".npz", isOptional: true),
            DatasetFile(role: NPZReader.Role.training, name: "train.npz", isOptional: true),
            DatasetFile(role: NPZReader.Role.validation, name: "val.npz", isOptional: true),
            DatasetFile(role: NPZReader.Role.test, name: "test.npz", isOptional: true),
        ],
        reader: .classification(NPZReader()))

    /// The same arrays, each in a file of its own.
    static let npy = DatasetFormat(
        name: "npy",
        summary: "NumPy arrays of numpy.save: x_train.npy, y_train.npy, x_test.npy and y_test.npy.",
        files: NPYSplitName.allCases.flatMap { split in
            [
                file(NPYReader.imageRole(split), split.imageNames + ["X_\(split.rawValue)"], split),
                file(NPYReader.labelRole(split), split.labelNames, split),
            ]
        },
        reader: .classification(NPYReader()))

    private static func file(_ role: String, _ names: [String], _ split: NPYSplitName) -> DatasetFile {
        let files = names.map { $0 + ".npy" }
        return DatasetFile(
            role: role, name: files[0], otherNames: Array(files.dropFirst()),
            isOptional: split == .validation)
    }
}
