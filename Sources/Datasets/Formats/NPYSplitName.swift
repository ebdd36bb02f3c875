/// The splits that arrays are for, and the names they go by.
enum NPYSplitName: String, Sendable, CaseIterable {
    case training = "train"
    /// It trains too: classification has no use of its own for it.
    case validation = "val"
    case test = "test"

    /// In a file that has arrays of several splits, upper case counting as lower: `x_train`, `train_images` ...
    var imageNames: [String] { ["x_\(rawValue)", "\(rawValue)_images", "\(rawValue)_x"] }
    var labelNames: [String] { ["y_\(rawValue)", "\(rawValue)_labels", "\(rawValue)_y"] }

    /// In a file of the split's own: `images` and `labels`, or `x` and `y`, too.
    var ownImageNames: [String] { ["images", "x"] + imageNames }
    var ownLabelNames: [String] { ["labels", "y"] + labelNames }
}
