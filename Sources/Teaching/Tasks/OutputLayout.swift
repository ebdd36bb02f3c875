package import Torch

/// How a task's students answer, and what is an answer of theirs that statistics can judge.
package enum OutputLayout: Sendable, Equatable {
    /// Logits `[batch, classes]`; the target `[batch]`, class ids, or of mixed images `[batch, 3]`: the class of which there
    /// is most, the other one, and the share of the former. An answer is an image's, judged by its first class.
    case classes
    /// Logits `[batch, classes, height, width]`; the target `[batch, height, width]`, class ids, −1 where a pixel is
    /// void. An answer is a pixel's.
    case pixels
    /// `[batch, locations, 4 + 1 + classes]`: a box's corners x₁, y₁, x₂, y₂ in pixels, a logit for "an object", class
    /// logits; the target `[batch, locations, 6]`: 1 object, 0 background or −1 ignored, the class id, the box's
    /// corners. An answer is a location's, over the classes and "background" as one more.
    case locations

    /// Answers a batch that is looked at; enough for statistics, and a bound on their cost.
    package static let answersLookedAt = 4096

    /// Classes that answers have.
    package func classes(of labels: Int) -> Int { self == .locations ? labels + 1 : labels }

    /// What the student answered on a batch: all images, but of pixels and locations ``answersLookedAt`` at most, and no void or
    /// ignored ones.
    /// - Parameters: output, target: in this layout's shapes. - Throws: `TorchError` where a class id is outside the classes.
    package func answers(output: Tensor, target: Tensor) throws -> Answers {
        switch self {
        case .classes: try Answers(output: output, target: ClassTargets(target).classes)
        case .pixels: try Answers(pixels: output, target: target)
        case .locations: try Answers(locations: output, target: target)
        }
    }
}
