/// Makes the batches of one split of a detection data set: images fitted into the network's input with a border of mean
/// colour, boxes moved with them.
package struct DetectionBatchMaker: BatchMaker {
    private let examples: [DetectionExample]
    private let shape: ImageShape
    private let scales: [(factor: Float, offset: Float)]
    private let augmentations: [(change: BoxChange, stream: RandomStream)]
    private let isEvaluation: Bool

    /// - Parameters:
    ///   - shape: of the network's input.
    ///   - augmentations: for training batches only; those that are not for detection are refused. In which order they
    ///     come makes no difference.
    ///   - isEvaluation: no augmentation, and the stored boxes beside the moved ones.
    /// - Throws: `invalidChoice` where the parts do not fit together.
    package init(
        examples: [DetectionExample], shape: ImageShape, normalization: Normalization,
        augmentations: [Augmentation] = [], seed: UInt64 = 0, isEvaluation: Bool = false
    ) throws(DatasetError) {
        try shape.checkSides()
        guard normalization.mean.count == shape.channels, normalization.deviation.count == shape.channels
        else {
            throw .invalidChoice(
                name: "normalization", found: "\(normalization.mean.count) channels",
                allowed: "\(shape.channels), as the network's input has")
        }
        self.examples = examples
        self.shape = shape
        let full = Double(normalization.maximumPixel)
        scales = zip(normalization.mean, normalization.deviation).map { mean, deviation in
            (Float(1 / (full * deviation)), Float(-mean / deviation))
        }
        var changes: [(change: BoxChange, stream: RandomStream)] = []
        for augmentation in augmentations.sorted(by: { $0.name < $1.name }) {
            guard let change = augmentation.boxes else {
                throw .invalidChoice(
                    name: "augmentation", found: "'\(augmentation.name)'", allowed: "those for detection")
            }
            changes.append((change, RandomStream(seed: seed, purpose: "augmentation " + augmentation.name)))
        }
        self.augmentations = isEvaluation ? [] : changes
        self.isEvaluation = isEvaluation
    }

    /// - Throws: `invalidChoice` for an index that the split has not; what reading an image throws.
    package func batch(_ indices: [Int], epoch: Int = 0) throws(DatasetError) -> Batch {
        if let stranger = indices.first(where: { !examples.indices.contains($0) }) {
            throw .invalidChoice(
                name: "example", found: "\(stranger)", allowed: "0 to \(examples.count - 1)")
        }
        let arranged = indices.map { tiles(of: $0, among: indices, epoch: epoch) }
        var images: [Int: PixelImage] = [:]
        for example in Set(arranged.joined().map(\.example)).sorted() {
            images[example] = try image(example)
        }
        let size = shape.count
        let writer = TileWriter(shape: shape, scales: scales)
        let pixels = [Float](unsafeUninitializedCapacity: indices.count * size) { output, filled in
            output.initialize(repeating: 0)
            for (position, tiles) in arranged.enumerated() {
                let part = UnsafeMutableBufferPointer(
                    rebasing: output[position * size..<(position + 1) * size])
                for tile in tiles {
                    if let image = images[tile.example] { writer.write(image, tile, into: part) }
                }
            }
            filled = indices.count * size
        }
        let targets = zip(indices, arranged).map { index, tiles in
            BoxTarget(
                boxes: tiles.flatMap { $0.boxes(examples[$0.example].boxes, in: shape) }, fit: fit(index),
                originals: isEvaluation ? examples[index].boxes : [])
        }
        return Batch(pixels: pixels, target: .boxes(targets), indices: indices, shape: shape)
    }

    /// What the network's input shows for one example.
    private func tiles(of index: Int, among batch: [Int], epoch: Int) -> [ImageTile] {
        var tiles = [ImageTile(example: index, fit: fit(index), of: examples[index])]
        var move = FrameMove.identity
        for (change, stream) in augmentations {
            var source = stream.source(epoch, index)
            switch change {
            case .arrangement(let arrange):
                tiles = arrange(index, batch, shape, { self.examples[$0] }, &source)
            case .move(let draw):
                draw(&move, shape, &source)
            }
        }
        return tiles.map { $0.moved(move) }
    }

    private func fit(_ index: Int) -> ImageFit {
        ImageFit(height: examples[index].height, width: examples[index].width, into: shape)
    }

    private func image(_ index: Int) throws(DatasetError) -> PixelImage {
        let image = try examples[index].load()
        guard image.shape.channels == shape.channels else {
            throw .malformed(
                file: examples[index].image.name, found: "\(image.shape.channels) channels",
                allowed: "\(shape.channels), as the network's input has")
        }
        return image
    }
}
