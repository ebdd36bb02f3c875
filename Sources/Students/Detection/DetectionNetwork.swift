package import Torch

/// A network whose output is `[batch, locations, 4 + 1 + classes]`: at each location a box's corners x1, y1, x2, y2 in
/// pixels of the input, an objectness logit and the class logits.
package protocol DetectionNetwork: Network {
    /// What each location is to learn from the boxes of an image of the size that the network was made for, in the
    /// order of the output's locations. It depends on the boxes alone, not on parameters.
    func assign(_ boxes: [ObjectBox]) -> [LocationTarget]
}

package enum LocationTarget: Equatable, Sendable {
    case background
    /// Learns nothing.
    case ignored
    /// The index of the box.
    case object(Int)
}
