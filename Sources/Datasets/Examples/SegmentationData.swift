/// A data set for segmentation; its images are read when they are needed. `test` is seen by neither student nor
/// teacher.
package struct SegmentationData: Sendable {
    package let name: String
    /// For people: `CamVid`.
    package let title: String
    /// A mask's values are positions in it, or ``ClassMask/void``.
    package let classes: [String]
    /// RGB by class, for pictures of masks.
    package let colors: [[UInt8]]
    /// Of the first training image; others may have another size.
    package let shape: ImageShape
    package let training: [SegmentationExample]
    /// Empty where the data set has no such split.
    package let validation: [SegmentationExample]
    package let test: [SegmentationExample]
    /// What a user should know, a sentence each.
    package let notes: [String]

    /// - Throws: `invalidChoice` where the parts do not fit together.
    package init(
        name: String, title: String, classes: [String], colors: [[UInt8]], shape: ImageShape,
        training: [SegmentationExample], validation: [SegmentationExample], test: [SegmentationExample],
        notes: [String] = []
    ) throws(DatasetError) {
        guard (2...Int(ClassMask.void)).contains(classes.count) else {
            throw .invalidChoice(
                name: "the number of classes", found: "\(classes.count)", allowed: "2 to \(ClassMask.void)")
        }
        guard colors.count == classes.count, colors.allSatisfy({ $0.count == 3 }) else {
            throw .invalidChoice(
                name: "the number of colours", found: "\(colors.count)",
                allowed: "\(classes.count), red, green and blue for each class")
        }
        for (split, examples) in [("training", training), ("test", test)] where examples.isEmpty {
            throw .invalidChoice(
                name: "the number of \(split) examples", found: "0", allowed: "at least 1")
        }
        self.name = name
        self.title = title
        self.classes = classes
        self.colors = colors
        self.shape = shape
        self.training = training
        self.validation = validation
        self.test = test
        self.notes = notes
    }
}
