extension DatasetFormat {
    static let vocDetection = DatasetFormat(
        name: "voc-detection",
        summary:
            "JPEG or PNG images and boxes in XML, in the folders of PASCAL VOC. Without a list for the test split, "
            + "the validation list is it.",
        files: [
            DatasetFile(role: VOCDetectionReader.roles.training, name: "ImageSets/Main/train.txt"),
            DatasetFile(
                role: VOCDetectionReader.roles.validation, name: "ImageSets/Main/val.txt", isOptional: true),
            DatasetFile(
                role: VOCDetectionReader.roles.test, name: "ImageSets/Main/test.txt", isOptional: true),
        ],
        reader: .detection(VOCDetectionReader()))
}
