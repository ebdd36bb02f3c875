import Datasets
import Specification
import Students

extension ImageShape {
    /// A student's input for images of this shape. - Parameter size: `[height, width]`; nil keeps the images' own.
    init(_ shape: ImageShape, resizedTo size: [Int]?) {
        self.init(
            channels: shape.channels, height: size?.first ?? shape.height, width: size?.last ?? shape.width)
    }
}

extension StudentShape {
    init(_ input: ImageShape, classes: Int, anchors: [AnchorSize] = []) {
        self.init(
            channels: input.channels, height: input.height, width: input.width, classes: classes,
            anchors: anchors)
    }
}

extension EpochPlanner {
    /// For data sets with a training and a validation split, which lie one behind the other and of which together a
    /// `subset` is drawn. Both train, but for what the method holds out.
    init(_ specification: JobSpecification, training: Int, validation: Int) throws {
        let seed = UInt64(specification.training.seed)
        var indices = Array(0..<training + validation)
        if let asked = specification.dataset.subset {
            let count = try Subset(asked).count(of: indices.count)
            var source = RandomStream(seed: seed, purpose: "subset").source()
            indices = source.shuffled(indices).prefix(count).sorted()
        }
        let held = indices.filter { $0 >= training }
        try self.init(
            indices: indices, holdout: Holdout(specification.teaching, given: held), seed: seed)
    }
}
