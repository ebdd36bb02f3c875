package import Torch

/// A student architecture of the catalogue: its name, parameters, and how to build it for a data set.
package struct Student: Sendable {
    package let name: String
    package let description: String
    package let source: String
    package let parameters: [StudentParameter]
    /// How many anchors `StudentShape` must bring.
    package var anchorCount: @Sendable (StudentParameterValues) -> Int = { _ in 0 }
    /// - Throws: `StudentError` where the architecture cannot take such data.
    package let make: @Sendable (StudentShape, StudentParameterValues) throws(StudentError) -> any Network

    /// The students of classification, by name. A further one is one file and one line here.
    package static let classification: [Student] = [
        lenet5, mlp, resnet20, resnet32, resnet56, resnet8, vgg8, wrn16x4, wrn28x10,
    ]

    /// The students of semantic segmentation, by name.
    package static let segmentation: [Student] = [deeplabv3, pspnet, unet]

    /// The students of object detection, by name; their networks are `DetectionNetwork`s.
    package static let detection: [Student] = [fcos, tinyyolo, yolov3]
}

/// What the data asks of a student.
package struct StudentShape: Sendable, Equatable {
    package var channels: Int
    package var height: Int
    package var width: Int
    package var classes: Int
    /// Sizes that boxes of the data have, by k-means; for students with an `anchorCount`.
    package var anchors: [AnchorSize]

    package init(channels: Int, height: Int, width: Int, classes: Int, anchors: [AnchorSize] = []) {
        self.channels = channels
        self.height = height
        self.width = width
        self.classes = classes
        self.anchors = anchors
    }
}

/// A number that shapes a student: default and range.
package struct StudentParameter: Sendable {
    package let name: String
    package let isInteger: Bool
    package let `default`: Double
    package let range: ClosedRange<Double>
    package let description: String
}

/// The values of a student's parameters, by name; what is absent takes its default.
package struct StudentParameterValues: Sendable {
    private let values: [String: Double]

    package init(_ values: [String: Double] = [:]) {
        self.values = values
    }

    subscript(parameter: StudentParameter) -> Double {
        values[parameter.name] ?? parameter.default
    }
}

package enum StudentError: Error, Equatable, CustomStringConvertible {
    case imageTooSmall(student: String, height: Int, width: Int, minimum: Int)
    case anchorCount(student: String, expected: Int, found: Int)
    case anchorSize(student: String, AnchorSize)
    /// A user's module that cannot be used as it is; `problem` is a sentence.
    case script(student: String, problem: String)
    /// A user's module that throws at a batch of the data; `reason` is its own.
    case refusesInput(student: String, shape: [Int], reason: String)
    /// `meaning` says what the expected sizes are.
    case outputShape(student: String, input: [Int], expected: [Int], meaning: String, found: [Int])
    case outputType(student: String, expected: DataType, found: DataType)
    /// A user's module whose answer is no tensor; `found` is its type, as Python writes it.
    case outputKind(student: String, found: String)
    /// A user's module that cannot be differentiated twice; `reason` is libtorch's.
    case noSecondDerivatives(student: String, reason: String)

    package var description: String {
        switch self {
        case .imageTooSmall(let student, let height, let width, let minimum):
            "The student '\(student)' takes images of at least \(minimum)×\(minimum) pixels; "
                + "the data set has \(height)×\(width)."
        case .anchorCount(let student, let expected, let found):
            "The student '\(student)' takes \(expected) anchors; \(found) were given."
        case .anchorSize(let student, let anchor):
            "The student '\(student)' takes anchors of positive width and height; one of "
                + "\(anchor.width)×\(anchor.height) was given."
        case .script(let student, let problem):
            "The student '\(student)' cannot be used: \(problem)"
        case .refusesInput(let student, let shape, let reason):
            "The student '\(student)' does not take the data's batches of shape \(shape) (batch, channels, height, "
                + "width): \(reason)"
        case .outputShape(let student, let input, let expected, let meaning, let found):
            "The student '\(student)' answers a batch of shape \(input) with \(found); \(expected) is expected "
                + "(\(meaning))."
        case .outputType(let student, let expected, let found):
            "The student '\(student)' answers with \(found); \(expected) is expected, the training's precision."
        case .outputKind(let student, let found):
            "The student '\(student)' answers with \(found); its forward must give one tensor, [batch, classes], "
                + "or [batch, classes, height, width] for segmentation."
        case .noSecondDerivatives(let student, let reason):
            "The student '\(student)' has no second derivatives, so that teaching.horizon must be 1 for it: "
                + reason
        }
    }
}

extension StudentShape {
    func requireSide(_ minimum: Int, for student: String) throws(StudentError) {
        guard min(height, width) >= minimum else {
            throw .imageTooSmall(student: student, height: height, width: width, minimum: minimum)
        }
    }

    /// The anchors in groups of one size, the smallest first: one group for each scale, the finest first.
    func anchors(scales: Int, each: Int, for student: String) throws(StudentError) -> [[AnchorSize]] {
        guard anchors.count == scales * each else {
            throw .anchorCount(student: student, expected: scales * each, found: anchors.count)
        }
        if let strange = anchors.first(where: { !$0.isProper }) {
            throw .anchorSize(student: student, strange)
        }
        let sorted = anchors.sorted { $0.area < $1.area }
        return (0..<scales).map { Array(sorted[$0 * each..<($0 + 1) * each]) }
    }
}
