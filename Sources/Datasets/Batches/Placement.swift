/// Where the pixels of an augmented image come from: output (y, x) is input (y + rows, x' + columns), with
/// x' = width − 1 − x if mirrored, else x. What lies outside of the input is black (stored 0, before
/// normalisation, as padding is done in PyTorch's reference recipes).
struct Placement: Equatable {
    var rows = 0
    var columns = 0
    var isMirrored = false

    static let identity = Placement()
}
