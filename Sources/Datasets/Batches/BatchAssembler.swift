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
        if let stranger = augmentations.first(where: { !$0.tasks.contains(.classification) }) {
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
        let labels = indices.map { Int64(images.labels[$0]) }
        let batch = Batch(pixels: pixels, target: .classes(labels), indices: indices, shape: images.shape)
        guard let mix = augmentations.first(where: { $0.augmentation.mix != nil }) else { return batch }
        return mixed(batch, labels, by: mix.augmentation, mix.stream, epoch: epoch)
    }

    /// share · image + (1 − share) · partner, after all else was done to both.
    private func mixed(
        _ batch: Batch, _ labels: [Int64], by augmentation: Augmentation, _ stream: RandomStream, epoch: Int
    ) -> Batch {
        let size = images.shape.count
        var pixels = batch.pixels
        var others: [Int64] = []
        var shares: [Float] = []
        for (position, index) in batch.indices.enumerated() {
            var source = stream.source(epoch, index)
            let (partner, share) = augmentation.mix?(batch.count, &source) ?? (position, 1)
            others.append(labels[partner])
            shares.append(share)
            for value in 0..<size {
                let own = batch.pixels[position * size + value]
                let other = batch.pixels[partner * size + value]
                pixels[position * size + value] = other + share * (own - other)
            }
        }
        return Batch(
            pixels: pixels, target: .mixed(labels, others, shares: shares), indices: batch.indices,
            shape: batch.shape)
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
