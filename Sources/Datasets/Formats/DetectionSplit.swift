/// One split of a detection data set, as its reader found it.
struct DetectionSplit {
    static let empty = DetectionSplit(examples: [], notes: [])

    let examples: [DetectionExample]
    let notes: [String]

    private init(examples: [DetectionExample], notes: [String]) {
        self.examples = examples
        self.notes = notes
    }

    /// - Throws: `invalidAnnotations` as the review found them; `malformed` if no box is left that counts.
    init(_ examples: [DetectionExample], review: BoxReview) throws(DatasetError) {
        try review.finish()
        guard examples.contains(where: { $0.boxes.contains { !$0.isCrowd } }) else {
            throw .malformed(file: review.file, found: "no boxes that count", allowed: "at least 1")
        }
        self.init(examples: examples, notes: review.notes)
    }
}
