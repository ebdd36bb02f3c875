/// How the outputs of a detection network begin.
enum DetectionPrior {
    /// Nearly every location is background: an objectness of 0.01 at first keeps their number from ruling the first
    /// steps (Lin et al. 2017).
    static let objectness = -4.59511985013459  // log(0.01 / 0.99)

    /// Biases of one anchor's outputs: box, objectness, classes.
    static func anchor(classes: Int) -> [Double] {
        [0, 0, 0, 0, objectness] + Array(repeating: 0, count: classes)
    }
}
