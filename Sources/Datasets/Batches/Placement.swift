/// Where the pixels of an augmented image come from: output (y, x) is input (y + rows, x' + columns), with
/// x' = width − 1 − x if mirrored, else x. What lies outside of the input is black (stored 0, before
/// normalisation, as padding is done in PyTorch's reference recipes).
struct Placement {
    var rows = 0
    var columns = 0
    var isMirrored = false
    /// Rows and columns of the output that are hidden by the mean colour (0 in a network's input).
    var hidden: (rows: Range<Int>, columns: Range<Int>)?

    static let identity = Placement()

    /// Whether every pixel stays where it is.
    var isInPlace: Bool { rows == 0 && columns == 0 && !isMirrored }
}
