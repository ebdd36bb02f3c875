/// Which data set, and what is done to its training split before anything is learned from it.
package struct DatasetSelection: Codable, Sendable, Equatable {
    package var name: String
    /// Share of training labels that are replaced by another class.
    package var labelNoise: Double
    /// Classification only.
    package var labelNoiseKind: LabelNoiseKind?
    /// Ratio of the most to the least frequent class of an exponential long tail; 1 leaves the classes as they are.
    package var imbalanceFactor: Double
    /// A fraction (at most 1) or a number of examples (above 1) of those that train (for segmentation and
    /// detection of the training and the validation split together); nil takes all.
    package var subset: Double?
    /// `[height, width]` of the student's input, to which images are brought; nil takes what suits the data set.
    /// Segmentation and detection only.
    package var imageSize: [Int]?
    /// What is done with boxes that leave their image, are empty or of an unknown category. Detection only.
    package var invalidBoxes: InvalidBoxPolicy?
}
