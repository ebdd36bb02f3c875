/// What an augmentation does to images with boxes; the boxes follow the pixels.
///
/// Boxes of which less than a quarter stays visible go, the others are cut off.
enum BoxChange: Sendable {
    /// Says anew what the input shows for an example of a batch.
    case arrangement(
        @Sendable (
            _ index: Int, _ batch: [Int], ImageShape, _ example: (Int) -> DetectionExample,
            inout RandomSource
        ) -> [ImageTile])
    /// Moves all that the input shows.
    case move(@Sendable (inout FrameMove, ImageShape, inout RandomSource) -> Void)
}
