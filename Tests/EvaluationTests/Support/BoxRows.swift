import Evaluation

/// Boxes as the files of `Reference/` have them.
extension DetectedBox {
    /// - Parameter row: x1, y1, x2, y2, score, label.
    init(row: [Double]) {
        self.init(x1: row[0], y1: row[1], x2: row[2], y2: row[3], score: row[4], label: Int(row[5]))
    }
}

extension GroundTruthBox {
    /// - Parameter row: x1, y1, x2, y2, label, whether it is a crowd, area.
    init(row: [Double]) {
        self.init(
            x1: row[0], y1: row[1], x2: row[2], y2: row[3], label: Int(row[4]), isCrowd: row[5] == 1,
            area: row[6])
    }
}
