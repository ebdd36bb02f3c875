extension DatasetFormat {
    static let coco = DatasetFormat(
        name: "coco",
        summary:
            "JPEG or PNG images and boxes in COCO's JSON. Without a file for the test split, the validation file is "
            + "it.",
        files: [
            DatasetFile(
                role: COCOReader.roles.training, name: "annotations/train.json",
                otherNames: published.map { "annotations/instances_train\($0).json" }),
            DatasetFile(
                role: COCOReader.roles.validation, name: "annotations/val.json",
                otherNames: published.map { "annotations/instances_val\($0).json" }, isOptional: true),
            DatasetFile(
                role: COCOReader.roles.test, name: "annotations/test.json",
                otherNames: published.map { "annotations/instances_test\($0).json" }, isOptional: true),
        ],
        reader: .detection(COCOReader()))

    /// Years that published files have in their names.
    private static let published = ["", "2017", "2014"]
}
