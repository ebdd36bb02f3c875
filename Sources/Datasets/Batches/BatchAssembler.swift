/// Makes batches from the stored images of one split: looks the normalised value of each pixel up, and moves
/// pixels as the augmentations say.
package struct BatchAssembler: BatchMaker {
    private let images: LabelledImages
    /// [channels, 256]
    private let table: [Float]
    private let augmentations: [(augmentation: Augmentation, stream: RandomStream)]

    /// - Parameter augmentations: for training batches only; those that are not for classification are refused.
    /// - Throws: `invalidChoice` where the parts do not fit together.
    package init(
        images: LabelledImages, normalization: Normalization, augmentations: [Augmentation] = [],
        seed: UInt64 = 0
    ) throws(DatasetError) {
        let table = normalization.table
        guard table.count == images.shape.channels * 256 else {
            throw .invalidChoice(
                name: "normalization", found: "\(table.count / 256) channels",
                allowed: "\(images.shape.channels), as the images have")
        }
        if let stranger = augmentations.first(where: { $0.place == nil }) {
            throw .invalidChoice(
                name: "augmentation", found: "'\(stranger.name)'", allowed: "those for classification")
        }
        self.images = images
        self.table = table
        self.augmentations = augmentations.map {
            ($0, RandomStream(seed: seed, purpose: "augmentation " + $0.name))
        }
    }

    /// - Throws: `invalidChoice` for an index that the split has not.
    package func batch(_ indices: [Int], epoch: Int = 0) throws(DatasetError) -> Batch {
        if let stranger = indices.first(where: { !images.labels.indices.contains($0) }) {
            throw .invalidChoice(
                name: "example", found: "\(stranger)", allowed: "0 to \(images.count - 1)")
        }
        let size = images.shape.count
        let pixels = [Float](unsafeUninitializedCapacity: indices.count * size) { output, filled in
            filled = indices.count * size
            images.pixels.withUnsafeBufferPointer { input in
                table.withUnsafeBufferPointer { table in
                    for (position, index) in indices.enumerated() {
                        let writer = ImageWriter(
                            input: UnsafeBufferPointer(rebasing: input[index * size..<(index + 1) * size]),
                            output: UnsafeMutableBufferPointer(
                                rebasing: output[position * size..<(position + 1) * size]),
                            table: table, shape: images.shape)
                        writer.write(placement(index: index, epoch: epoch))
                    }
                }
            }
        }
        return Batch(
            pixels: pixels, target: .classes(indices.map { Int64(images.labels[$0]) }), indices: indices,
            shape: images.shape)
    }

    private func placement(index: Int, epoch: Int) -> Placement {
        var placement = Placement.identity
        for (augmentation, stream) in augmentations {
            var source = stream.source(epoch, index)
            augmentation.place?(&placement, images.shape, &source)
        }
        return placement
    }
}
