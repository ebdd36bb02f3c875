/// A data set for classification in memory. `test` is seen by neither student nor teacher.
package struct ImageClassificationData: Sendable, Equatable {
    package let name: String
    /// For people: `Fashion-MNIST`.
    package let title: String
    /// Names of the classes; a label is a position in it.
    package let classes: [String]
    package let shape: ImageShape
    /// The pixel value that means full brightness.
    package let maximumPixel: UInt8
    package let training: LabelledImages
    package let test: LabelledImages

    /// - Throws: `invalidChoice` or `labelOutOfRange` where the parts do not fit together.
    package init(
        name: String, title: String, classes: [String], maximumPixel: UInt8, training: LabelledImages,
        test: LabelledImages
    ) throws(DatasetError) {
        guard maximumPixel > 0 else {
            throw .invalidChoice(name: "maximum pixel", found: "0", allowed: "1 to 255")
        }
        guard classes.count <= DatasetManifest.largestClassCount else {
            throw .invalidChoice(
                name: "the number of classes", found: "\(classes.count)",
                allowed: "at most \(DatasetManifest.largestClassCount)")
        }
        guard training.shape == test.shape else {
            throw .shapesDisagree(
                trainingFile: "training split", training: training.shape, testFile: "test split",
                test: test.shape)
        }
        for (file, images) in [("training split", training), ("test split", test)] {
            try LabelRange(classes: classes.count).check(images.labels, file: file)
        }
        self.name = name
        self.title = title
        self.classes = classes
        self.shape = training.shape
        self.maximumPixel = maximumPixel
        self.training = training
        self.test = test
    }
}
