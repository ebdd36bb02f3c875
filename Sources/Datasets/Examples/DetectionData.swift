/// A data set for detection: boxes in memory, images read when they are needed. `test` is seen by neither student nor
/// teacher.
package struct DetectionData: Sendable {
    package let name: String
    /// For people.
    package let title: String
    /// Names of the classes; a box's label is a position in it.
    package let classes: [String]
    /// Of the first training image; others may have another size.
    package let shape: ImageShape
    package let training: [DetectionExample]
    /// Empty where the data set has no such split.
    package let validation: [DetectionExample]
    package let test: [DetectionExample]
    /// What a user should know: a sentence for each annotation that was clipped or left out, and before them one where
    /// decoded images find no room.
    package let notes: [String]

    package init(
        name: String, title: String, classes: [String], shape: ImageShape, training: [DetectionExample],
        validation: [DetectionExample], test: [DetectionExample], notes: [String] = []
    ) {
        self.name = name
        self.title = title
        self.classes = classes
        self.shape = shape
        self.training = training
        self.validation = validation
        self.test = test
        self.notes = notes
    }
}
