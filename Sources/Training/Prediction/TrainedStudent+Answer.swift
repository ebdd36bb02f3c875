import Datasets
import Evaluation
import Specification
import Torch

/// An image goes to the student as the batches of its task's evaluation do, and its output is read as the task's judge
/// reads it: classification and segmentation stretch the image to the student's input, detection fits it in.
extension TrainedStudent {
    /// Values of a mask's logits in the size of the image: at most 1 GiB of them.
    static let mostLogits = 1 << 28
    static let boxThreshold = 0.25
    static let boxLimit = 100

    /// - Parameter name: the image's, for errors. - Throws: `DatasetError` for an image that cannot be used.
    func answer(to image: PixelImage, name: String, options: PredictionOptions) throws -> StudentAnswer {
        let image = try image.converted(toChannels: card.shape.channels)
        return switch card.task {
        case .classification: try classes(image)
        case .segmentation: try mask(image, name: name)
        case .detection:
            try boxes(
                image, name: name,
                NonMaximumSuppression(
                    overlap: 0.5, threshold: options.threshold ?? Self.boxThreshold,
                    limit: options.limit ?? Self.boxLimit))
        }
    }

    private var input: ImageShape {
        ImageShape(channels: card.shape.channels, height: card.shape.height, width: card.shape.width)
    }

    private func classes(_ image: PixelImage) throws -> StudentAnswer {
        let sized = try image.resized(height: input.height, width: input.width)
            .scaled(toMaximum: card.normalization.maximumPixel)
        let maker = try BatchAssembler(
            images: LabelledImages(shape: input, pixels: sized.pixels, labels: [0]),
            normalization: card.normalization)
        return .classes(try output(of: maker.batch([0])).softmax(1).doubles())
    }

    private func mask(_ image: PixelImage, name: String) throws -> StudentAnswer {
        let (height, width) = (image.shape.height, image.shape.width)
        guard height * width <= Self.mostLogits / card.classes.count else {
            throw DatasetError.invalidChoice(
                name: name, found: "\(height)×\(width) pixels",
                allowed: "at most \(Self.mostLogits / card.classes.count) for \(card.classes.count) classes")
        }
        let nothing = try ClassMask(
            height: height, width: width,
            classes: [UInt8](repeating: ClassMask.void, count: height * width))
        let example = SegmentationExample(
            image: ImageSource(name: name) { () throws(DatasetError) in image },
            mask: MaskSource(name: name) { () throws(DatasetError) in nothing })
        let maker = try SegmentationBatchMaker(
            examples: [example], shape: input, normalization: card.normalization, isEvaluation: true)
        return .mask(
            try withoutGradient {
                try ClassMask(logits: output(of: maker.batch([0])), height: height, width: width)
            })
    }

    private func boxes(
        _ image: PixelImage, name: String, _ suppression: NonMaximumSuppression
    ) throws -> StudentAnswer {
        let example = DetectionExample(
            image: ImageSource(name: name) { () throws(DatasetError) in image }, height: image.shape.height,
            width: image.shape.width, boxes: [], identifier: 0)
        let batch = try DetectionBatchMaker(
            examples: [example], shape: input, normalization: card.normalization, isEvaluation: true
        ).batch([0])
        guard case .boxes(let targets) = batch.target else { throw TrainingError.wrongTarget }
        let reader = BoxReader(suppression: suppression)
        let boxes = try withoutGradient {
            try reader.boxes(output(of: batch), fits: targets.map(\.fit), input: batch.shape)
        }
        return .boxes(boxes.first ?? [])
    }
}
