/// Goes through the annotations of one split: keeps the boxes that can be used, clips or leaves out the others, or
/// gathers them for a refusal, as `InvalidBoxes` says.
struct BoxReview {
    /// Faults that a refusal spells out.
    static let shownFaults = 3
    /// Pixels that a box may stand over its image, as annotations with rounded numbers do.
    static let rounding = 0.01

    let file: String
    let policy: InvalidBoxes
    private(set) var notes: [String] = []
    private var faults: [String] = []
    private var faultCount = 0

    init(file: String, policy: InvalidBoxes) {
        self.file = file
        self.policy = policy
    }

    /// The box inside an image of `width` × `height`; nil where nothing of it can be used.
    /// - Parameter annotation: for people: `annotation 7 of a.jpg`.
    mutating func reviewed(
        _ box: LabelledBox, annotation: String, width: Int, height: Int
    ) -> LabelledBox? {
        guard box.x2 > box.x1, box.y2 > box.y1 else {
            leaveOut(annotation, because: "has an empty box (\(Self.shown(box)))")
            return nil
        }
        let image = (width: Double(width), height: Double(height))
        let clipped = box.clipped(to: 0, 0, image.width, image.height)
        guard clipped.width > 0, clipped.height > 0 else {
            leaveOut(
                annotation, because: "lies outside of its \(width)×\(height) image (\(Self.shown(box)))")
            return nil
        }
        if min(box.x1, box.y1) < -Self.rounding || box.x2 > image.width + Self.rounding
            || box.y2 > image.height + Self.rounding
        {
            record(
                "\(annotation) leaves its \(width)×\(height) image (\(Self.shown(box)))",
                outcome: "was clipped")
        }
        return clipped
    }

    /// - Parameter reason: continues the annotation's name: `names the unknown category 9`.
    mutating func leaveOut(_ annotation: String, because reason: String) {
        record("\(annotation) \(reason)", outcome: "was left out")
    }

    /// - Throws: `invalidAnnotations` under `refuse`, if there were any.
    func finish() throws(DatasetError) {
        guard faultCount == 0 else {
            throw .invalidAnnotations(file: file, first: faults, count: faultCount)
        }
    }

    private mutating func record(_ fault: String, outcome: String) {
        switch policy {
        case .refuse:
            faultCount += 1
            if faults.count < Self.shownFaults { faults.append(fault) }
        case .clip:
            notes.append("\(file): \(fault) and \(outcome).")
        }
    }

    /// `x 3 to 40, y 5.5 to 20`
    private static func shown(_ box: LabelledBox) -> String {
        "x \(shown(box.x1)) to \(shown(box.x2)), y \(shown(box.y1)) to \(shown(box.y2))"
    }

    private static func shown(_ value: Double) -> String {
        let cents = (value * 100).rounded() / 100
        guard let whole = Int(exactly: cents) else { return "\(abs(value) < 1e9 ? cents : value)" }
        return "\(whole)"
    }
}
