import Foundation

/// What a `dataset.json` in the folder says; every member may be left out, unknown ones are faults.
///
/// ```json
/// {"format": "idx", "title": "Letters", "classes": ["a", "b"], "files": {"training_images": "a.idx.gz"}}
/// ```
///
/// `"image_size": [height, width]` is for `image-folder`: images are brought to this size.
struct DatasetManifest: Sendable {
    static let fileName = "dataset.json"
    static let largestSize = 1 << 20
    /// Of a data set of any format: a checkpoint's plain part, which may have 100 MB, holds three tables of label by
    /// answer, of up to 25 bytes a place.
    static let largestClassCount = 1_000
    static let largestSide = 4096

    private(set) var format: DatasetFormat?
    private(set) var title: String?
    private(set) var classes: [String]?
    /// File names by role.
    private(set) var files: [String: String] = [:]
    private(set) var imageSize: (height: Int, width: Int)?

    /// Reads the folder's `dataset.json`; without one, nothing is said.
    init(in folder: DatasetFolder) throws(DatasetError) {
        guard folder.contains(Self.fileName) else { return }
        let bytes = try folder.open(Self.fileName).readToEnd(limit: Self.largestSize)
        guard let json = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
        else {
            throw Self.fault("text that is not JSON", "a JSON object")
        }
        guard let members = json as? [String: Any] else {
            throw Self.fault("JSON that is not an object", "a JSON object")
        }
        try read(members)
    }

    private mutating func read(_ members: [String: Any]) throws(DatasetError) {
        let known = ["classes", "files", "format", "image_size", "title"]
        if let stranger = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw Self.fault(
                "the unknown member \(Self.shown(stranger))", "only \(known.joined(separator: ", "))")
        }
        format = try members["format"].map(Self.format)
        title = try members["title"].map { (value) throws(DatasetError) in try Self.text(value, "title") }
        classes = try members["classes"].map(Self.classes)
        imageSize = try members["image_size"].map(Self.imageSize)
        files =
            try members["files"].map { (value) throws(DatasetError) in
                try Self.files(value, format: format)
            } ?? [:]
    }

    private static func imageSize(_ value: Any) throws(DatasetError) -> (height: Int, width: Int) {
        guard let sides = value as? [Int], sides.count == 2, sides.allSatisfy((1...largestSide).contains)
        else {
            throw fault("\(shown(value)) as 'image_size'", "[height, width], each 1 to \(largestSide)")
        }
        return (sides[0], sides[1])
    }

    private static func format(_ value: Any) throws(DatasetError) -> DatasetFormat {
        guard let format = DatasetFormat.all.first(where: { $0.name == value as? String }) else {
            let names = DatasetFormat.all.map(\.name).joined(separator: ", ")
            throw fault("the format \(shown(value))", "one of \(names)")
        }
        return format
    }

    private static func classes(_ value: Any) throws(DatasetError) -> [String] {
        guard let names = value as? [Any], (2...largestClassCount).contains(names.count) else {
            throw fault("'classes' that is not such a list", "2 to \(largestClassCount) names")
        }
        var result: [String] = []
        var seen: Set<String> = []
        for name in names {
            let name = try text(name, "classes")
            guard seen.insert(name).inserted else {
                throw fault("the class '\(name)' twice", "a different name for each class")
            }
            result.append(name)
        }
        return result
    }

    /// - Throws: `malformed` where there are more than ``largestClassCount``.
    static func check(classCount: Int, file: String) throws(DatasetError) {
        guard classCount <= largestClassCount else {
            throw .malformed(
                file: file, found: "\(classCount) classes", allowed: "at most \(largestClassCount)")
        }
    }

    private static func files(_ value: Any, format: DatasetFormat?) throws(DatasetError) -> [String: String] {
        guard let format else { throw fault("'files' without 'format'", "both or neither") }
        guard let members = value as? [String: Any] else {
            throw fault("'files' that is not an object", "an object of file names by role")
        }
        let roles = format.files.map(\.role)
        var result: [String: String] = [:]
        for (role, name) in members.sorted(by: { $0.key < $1.key }) {
            guard roles.contains(role) else {
                throw fault("the file role \(shown(role))", "one of \(roles.joined(separator: ", "))")
            }
            guard let name = name as? String, DatasetPath.isValid(name) else {
                throw fault("\(shown(name)) as \(role)", "the name or path of a file in the folder")
            }
            result[role] = name
        }
        return result
    }

    private static func text(_ value: Any, _ member: String) throws(DatasetError) -> String {
        guard let text = value as? String, ClassName.isValid(text) else {
            throw fault("\(shown(value)) in '\(member)'", "text of 1 to 200 characters in one line")
        }
        return text
    }

    /// The value in quotes, cut where it is long.
    private static func shown(_ value: Any) -> String {
        let text = "\(value)"
        return "'\(text.prefix(60))\(text.count > 60 ? "…" : "")'"
    }

    private static func fault(_ found: String, _ allowed: String) -> DatasetError {
        .malformed(file: fileName, found: found, allowed: allowed)
    }
}
