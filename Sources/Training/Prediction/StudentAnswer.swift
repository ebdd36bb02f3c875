import Datasets
import Evaluation

/// What a student says about one image, before it is put into words or pictures.
enum StudentAnswer: Equatable {
    /// Probability by class.
    case classes([Double])
    /// In the image's own size.
    case mask(ClassMask)
    /// In the image's pixels, by falling score.
    case boxes([DetectedBox])
}
