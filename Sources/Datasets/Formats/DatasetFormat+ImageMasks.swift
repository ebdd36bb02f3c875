extension DatasetFormat {
    /// Images anywhere in the folder, and lists that name each with its mask.
    static let imageMasks = DatasetFormat(
        name: "image-masks",
        summary:
            "JPEG or PNG images with grey or palette PNG masks of class ids; lists name an image and its mask a "
            + "line.",
        files: [
            DatasetFile(role: ImageMasksReader.Role.classes, name: "classes.json"),
            DatasetFile(role: ImageMasksReader.Role.training, name: "train.txt"),
            DatasetFile(role: ImageMasksReader.Role.validation, name: "val.txt", isOptional: true),
            DatasetFile(role: ImageMasksReader.Role.test, name: "test.txt"),
        ],
        reader: .segmentation(ImageMasksReader()))
}
