import Foundation

/// The `classes.json` of `DatasetFormat.imageMasks`:
///
/// ```json
/// {"ignore_index": 255, "classes": [{"id": 0, "name": "Sky", "color": [128, 128, 128]}]}
/// ```
///
/// `ignore_index` and colours may be left out; other members are not looked at.
struct ClassList: Sendable {
    static let largestSize = 1 << 20

    let names: [String]
    /// RGB a class.
    let colors: [[UInt8]]
    /// The mask value of pixels that belong to no class.
    let ignored: Int?

    private struct Stored: Decodable {
        struct Class: Decodable {
            let id: Int
            let name: String
            let color: [UInt8]?
        }

        let ignoreIndex: Int?
        let classes: [Class]

        enum CodingKeys: String, CodingKey {
            case ignoreIndex = "ignore_index"
            case classes
        }
    }

    init(_ reader: ByteReader) throws(DatasetError) {
        let file = reader.name
        let bytes = try reader.readToEnd(limit: Self.largestSize)
        let stored: Stored
        do {
            stored = try JSONDecoder().decode(Stored.self, from: Data(bytes))
        } catch {
            throw .malformed(
                file: file, found: "JSON of another form",
                allowed:
                    "an object with 'classes', each with the number 'id', the text 'name' and, if any, the "
                    + "'color' of three numbers from 0 to 255")
        }
        let classes = stored.classes.sorted { $0.id < $1.id }
        guard (2...Int(ClassMask.void)).contains(classes.count), classes.map(\.id) == Array(classes.indices)
        else {
            let ids = classes.prefix(20).map { String($0.id) }.joined(separator: ", ")
            throw .malformed(
                file: file, found: "the class ids \(ids)\(classes.count > 20 ? " …" : "")",
                allowed: "0, 1 and on, each once, for 2 to \(ClassMask.void) classes")
        }
        if let ignored = stored.ignoreIndex, !(classes.count...255).contains(ignored) {
            throw .malformed(
                file: file, found: "the ignore_index \(ignored)", allowed: "\(classes.count) to 255")
        }
        for item in classes {
            if item.name.isEmpty || item.color.map({ $0.count == 3 }) == false {
                throw .malformed(
                    file: file, found: "class \(item.id) without a name, or not with three colour values",
                    allowed: "a name, and red, green and blue if there is a colour")
            }
            guard ClassName.isValid(item.name) else {
                throw .malformed(
                    file: file, found: "\(ClassName.shown(item.name)) as the name of class \(item.id)",
                    allowed: ClassName.rule)
            }
        }
        let names = classes.map(\.name)
        guard Set(names).count == names.count else {
            throw .malformed(
                file: file, found: "a class name twice", allowed: "a different name for each class")
        }
        self.names = names
        colors = classes.map { $0.color ?? ClassColors.voc($0.id) }
        ignored = stored.ignoreIndex
    }
}
