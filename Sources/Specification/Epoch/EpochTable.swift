/// Epoch records as comma-separated values (RFC 4180): one row a record, one column a number, named by its path:
/// `teacher.weights.focal`, `student.statistics.layers.stage1.mean`.
package struct EpochTable {
    private static let leading = ["epoch", "step", "time", "seconds", "examples_per_second", "learning_rate"]

    package let text: String

    package init(_ records: [EpochRecord]) throws {
        self.init(try records.map { try JSONCoding.tree($0) })
    }

    /// - Parameters: `records`: epoch records as JSON objects. A column that only some have is empty in the others.
    init(_ records: [JSONValue]) {
        let rows = records.map { record in
            var cells: [String: String] = [:]
            Self.flatten(record, path: "", into: &cells)
            return cells
        }
        let names = Set(rows.flatMap(\.keys))
        let columns = Self.leading + names.subtracting(Self.leading).sorted()
        text = CommaSeparatedValues.text([columns] + rows.map { row in columns.map { row[$0] ?? "" } })
    }

    private static func flatten(_ value: JSONValue, path: String, into cells: inout [String: String]) {
        func inner(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
        switch value {
        case .null: break
        case .bool(let flag): cells[path] = flag ? "true" : "false"
        case .integer(let number): cells[path] = String(number)
        case .number(let number): cells[path] = String(number)
        case .string(let text): cells[path] = text
        case .object(let members):
            for (name, member) in members where name != "name" {
                flatten(member, path: inner(name), into: &cells)
            }
        case .array(let items):
            let words = items.compactMap(\.stringValue)
            if words.count == items.count {
                cells[path] = words.joined(separator: " ")
                return
            }
            for (index, item) in items.enumerated() {
                flatten(item, path: inner(Self.name(of: item) ?? String(index)), into: &cells)
            }
        }
    }

    private static func name(of item: JSONValue) -> String? {
        guard case .object(let members) = item else { return nil }
        return members["name"]?.stringValue
    }
}
