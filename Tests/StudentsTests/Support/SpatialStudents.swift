import Testing
import Torch

@testable import Students

/// Students as the tests make them, those of segmentation and detection above all.
enum SpatialStudents {
    /// The published anchors of YOLOv3 for COCO, the smallest first.
    static let anchors = [
        (10, 13), (16, 30), (33, 23), (30, 61), (62, 45), (59, 119), (116, 90), (156, 198), (373, 326),
    ].map { AnchorSize(width: $0.0, height: $0.1) }

    static let names = (Student.segmentation + Student.detection).map(\.name)

    static func named(_ name: String) throws -> Student {
        try #require(
            (Student.classification + Student.segmentation + Student.detection).first { $0.name == name })
    }

    static func isDetector(_ name: String) -> Bool { Student.detection.contains { $0.name == name } }

    static func shape(
        _ name: String, height: Int, width: Int, classes: Int, _ values: [String: Double] = [:],
        channels: Int = 3
    ) throws -> StudentShape {
        let count = try named(name).anchorCount(StudentParameterValues(values))
        return StudentShape(
            channels: channels, height: height, width: width, classes: classes,
            anchors: Array(anchors.prefix(count)))
    }

    /// A narrow one.
    static func network(
        _ name: String, height: Int, width: Int, classes: Int, _ values: [String: Double] = [:],
        channels: Int = 3
    ) throws -> any Network {
        let values = values.merging(["width": 2]) { given, _ in given }
        let shape = try shape(
            name, height: height, width: width, classes: classes, values, channels: channels)
        return try named(name).make(shape, StudentParameterValues(values))
    }

    static func images(_ shape: [Int], type: DataType = .float32, seed: UInt64 = 2) throws -> Tensor {
        try Tensor.normal(shape, type: type, random: RandomSource(seed: seed))
    }
}
