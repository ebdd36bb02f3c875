extension DatasetFormat {
    /// A folder a class, as torchvision's ImageFolder has it; a split may be an archive.
    static let imageFolder = DatasetFormat(
        name: "image-folder",
        summary:
            "JPEG or PNG images in a folder for each class, in folders or archives (tar, tar.gz, zip) train and test.",
        files: [
            DatasetFile(
                role: ImageFolderReader.Role.training, name: "train",
                otherNames: ["train.tar", "train.tgz", "train.zip"]),
            DatasetFile(
                role: ImageFolderReader.Role.test, name: "test",
                otherNames: ["test.tar", "test.tgz", "test.zip", "val", "val.tar", "val.tgz", "val.zip"]),
            DatasetFile(role: ImageFolderReader.Role.classes, name: "classes.txt", isOptional: true),
        ],
        reader: .classification(ImageFolderReader()))
}
