/// What the students of a task should answer on a batch of N images.
package enum BatchTarget: Sendable, Equatable {
    /// Classification: N class ids.
    case classes([Int64])
    /// Classification of mixed images: N class ids, N of those that are mixed in, and the shares of the former, at least
    /// a half.
    case mixed([Int64], [Int64], shares: [Float])
    /// Segmentation: N×H×W class ids in the size of the batch's images, −1 where a pixel is void; and, in batches for
    /// evaluation only (else empty), the masks as they are stored.
    case masks([Int64], originals: [ClassMask])
    /// Detection: the boxes of each image.
    case boxes([BoxTarget])
}

/// The boxes of one image of a batch.
package struct BoxTarget: Sendable, Equatable {
    /// In pixels of the batch's image, as the augmentations have moved them.
    package let boxes: [LabelledBox]
    /// How the stored image lies in the batch's image: what brings answers back to the stored image's pixels.
    package let fit: ImageFit
    /// In batches for evaluation only (else empty): the boxes as they are stored.
    package let originals: [LabelledBox]

    package init(boxes: [LabelledBox], fit: ImageFit, originals: [LabelledBox]) {
        self.boxes = boxes
        self.fit = fit
        self.originals = originals
    }
}
