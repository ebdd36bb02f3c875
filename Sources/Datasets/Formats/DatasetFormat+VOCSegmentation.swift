extension DatasetFormat {
    /// The development kit of Pascal VOC, or what is laid out as it. The kit has no public test list: its `val` is the
    /// test split then; with a `test.txt` it is the validation split.
    static let vocSegmentation = DatasetFormat(
        name: "voc-segmentation",
        summary:
            "JPEGImages and SegmentationClass with palette PNG masks, 255 void, as Pascal VOC has them; val is the "
            + "test split where there is no test list.",
        files: [
            DatasetFile(
                role: VOCSegmentationReader.Role.training, name: "ImageSets/Segmentation/train.txt"),
            DatasetFile(
                role: VOCSegmentationReader.Role.validation, name: "ImageSets/Segmentation/val.txt"),
            DatasetFile(
                role: VOCSegmentationReader.Role.test, name: "ImageSets/Segmentation/test.txt",
                isOptional: true),
            DatasetFile(
                role: VOCSegmentationReader.Role.classes, name: "classes.txt", isOptional: true),
        ],
        reader: .segmentation(VOCSegmentationReader()))
}
