import Datasets
import Foundation
import Specification
import Students

/// What it takes to build a student again, to feed it and to read its answers: the metadata of its files.
struct StudentCard: Equatable {
    static let format = "l2t-student/1"

    var task: TaskKind
    var student: StudentSelection
    var classes: [String]
    var shape: StudentShape
    var normalization: Normalization
    /// RGB by class, for pictures; nil where the data set has none.
    var colors: [[UInt8]]?

    init(_ run: TrainingRun) {
        let data = run.data.data
        task = run.task.kind
        student = run.specification.student
        classes = data.classes
        shape = data.shape
        normalization = data.normalization
        colors = data.colors
    }

    var metadata: [String: String] {
        get throws {
            var metadata = [
                "format": Self.format, "task": task.rawValue,
                "student": try Self.json(student), "classes": try Self.json(classes),
                "shape": try Self.json([shape.channels, shape.height, shape.width]),
                "normalization": try Self.json(normalization),
            ]
            if !shape.anchors.isEmpty {
                metadata["anchors"] = try Self.json(shape.anchors.map { [$0.width, $0.height] })
            }
            if let colors { metadata["colors"] = try Self.json(colors) }
            return metadata
        }
    }

    /// - Throws: `TrainingError` where a member is missing or is not what it should be.
    init(metadata: [String: String], path: String) throws {
        func member<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value {
            guard let text = metadata[name],
                let value = try? JSONCoding.decode(type, from: Data(text.utf8))
            else {
                throw TrainingError.unreadableStudent(
                    path: path, reason: "its metadata '\(name)' is \(metadata[name] ?? "missing")")
            }
            return value
        }
        guard metadata["format"] == Self.format else {
            throw TrainingError.unreadableStudent(
                path: path,
                reason: "its format is \(metadata["format"] ?? "not said"), \(Self.format) is expected")
        }
        // Files of the time when there was one task do not name it.
        guard let task = TaskKind(rawValue: metadata["task"] ?? TaskKind.classification.rawValue) else {
            throw TrainingError.unreadableStudent(
                path: path, reason: "its task is \(metadata["task"] ?? "not said")")
        }
        let sides = try member("shape", [Int].self)
        let anchors = metadata["anchors"] == nil ? [] : try member("anchors", [[Double]].self)
        guard sides.count == 3, sides.allSatisfy({ $0 > 0 }), anchors.allSatisfy({ $0.count == 2 }) else {
            throw TrainingError.unreadableStudent(path: path, reason: "its shape is \(sides)")
        }
        self.task = task
        student = try member("student", StudentSelection.self)
        classes = try member("classes", [String].self)
        shape = StudentShape(
            channels: sides[0], height: sides[1], width: sides[2], classes: classes.count,
            anchors: anchors.map { AnchorSize(width: $0[0], height: $0[1]) })
        normalization = try member("normalization", Normalization.self)
        colors = metadata["colors"] == nil ? nil : try member("colors", [[UInt8]].self)
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }
}
