/// One parameter of a student: its kind, default and range.
package struct ParameterDescription: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
        case integer, number
    }

    package var name: String
    package var kind: Kind
    package var `default`: Double
    package var minimum: Double
    package var maximum: Double
    package var description: String

    package init(
        name: String, kind: Kind, default fallback: Double, minimum: Double, maximum: Double,
        description: String
    ) {
        self.name = name
        self.kind = kind
        self.default = fallback
        self.minimum = minimum
        self.maximum = maximum
        self.description = description
    }

    /// The value in `reader`, or the default; a fault where it is of another kind or out of range.
    func read(from reader: ObjectReader) -> JSONValue {
        switch kind {
        case .integer:
            .integer(reader.integer(name, default: Int(self.default), in: Int(minimum)...Int(maximum)))
        case .number:
            .exact(reader.number(name, default: self.default, in: minimum...maximum))
        }
    }
}
