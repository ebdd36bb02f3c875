/// Makes batches of images with masks: reads them, brings both to the network's size in one way, and normalises.
///
/// An image is stretched to the network's size, whatever its proportions. Images are sampled bilinearly, masks take
/// the nearest value.
package struct SegmentationBatchMaker: BatchMaker {
    private let examples: [SegmentationExample]
    private let shape: ImageShape
    /// [channels, 256]
    private let table: [Float]
    private let augmentations: [(augmentation: Augmentation, stream: RandomStream)]
    private let isEvaluation: Bool

    /// - Parameters:
    ///   - shape: of the network's input.
    ///   - augmentations: for training batches only; those that are not for segmentation are refused.
    ///   - isEvaluation: whether batches carry the masks as they are stored, too; then nothing is augmented.
    /// - Throws: `invalidChoice` where the parts do not fit together.
    package init(
        examples: [SegmentationExample], shape: ImageShape, normalization: Normalization,
        augmentations: [Augmentation] = [], seed: UInt64 = 0, isEvaluation: Bool = false
    ) throws(DatasetError) {
        try shape.checkSides()
        let table = normalization.table
        guard table.count == shape.channels * 256 else {
            throw .invalidChoice(
                name: "normalization", found: "\(table.count / 256) channels",
                allowed: "\(shape.channels), as the network's input has")
        }
        if let stranger = augmentations.first(where: { $0.frame == nil }) {
            throw .invalidChoice(
                name: "augmentation", found: "'\(stranger.name)'", allowed: "those for segmentation")
        }
        self.examples = examples
        self.shape = shape
        self.table = table
        self.augmentations =
            isEvaluation
            ? [] : augmentations.map { ($0, RandomStream(seed: seed, purpose: "augmentation " + $0.name)) }
        self.isEvaluation = isEvaluation
    }

    /// - Throws: `invalidChoice` for an index that the split has not, and what reading an example throws.
    package func batch(_ indices: [Int], epoch: Int = 0) throws(DatasetError) -> Batch {
        var pixels: [Float] = []
        var targets: [Int64] = []
        var originals: [ClassMask] = []
        pixels.reserveCapacity(indices.count * shape.count)
        targets.reserveCapacity(indices.count * shape.height * shape.width)
        for index in indices {
            guard examples.indices.contains(index) else {
                throw .invalidChoice(
                    name: "example", found: "\(index)", allowed: "0 to \(examples.count - 1)")
            }
            let (image, mask) = try examples[index].load()
            guard image.shape.channels == shape.channels else {
                throw .malformed(
                    file: examples[index].image.name, found: "\(image.shape.channels) channels",
                    allowed: "\(shape.channels), as the network's input has")
            }
            let resampling = framing(index: index, epoch: epoch)
                .resampling(height: mask.height, width: mask.width, into: shape)
            append(resampling.bilinear(image.pixels, channels: shape.channels), to: &pixels)
            targets += resampling.nearest(mask.classes).map { $0 == ClassMask.void ? -1 : Int64($0) }
            if isEvaluation { originals.append(mask) }
        }
        return Batch(
            pixels: pixels, target: .masks(targets, originals: originals), indices: indices, shape: shape)
    }

    private func framing(index: Int, epoch: Int) -> Framing {
        var framing = Framing()
        for (augmentation, stream) in augmentations {
            var source = stream.source(epoch, index)
            augmentation.frame?(&framing, &source)
        }
        return framing
    }

    private func append(_ stored: [UInt8], to pixels: inout [Float]) {
        var channel = 0
        for value in stored {
            pixels.append(table[channel &* 256 &+ Int(value)])
            channel &+= 1
            if channel == shape.channels { channel = 0 }
        }
    }
}
