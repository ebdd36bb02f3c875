/// How well a student answers: numbers by name, and for some names one number a class.
///
/// In JSON one object: `{"mean_iou": 0.61, "iou": {"Sky": 0.9, "Road": 0.92}}`.
package struct Scores: Sendable, Equatable {
    package var values: [String: Double]
    /// By name, then by class; a class that a score is not defined for is left out.
    package var byClass: [String: [String: Double]]

    package init(_ values: [String: Double], byClass: [String: [String: Double]] = [:]) {
        self.values = values
        self.byClass = byClass
    }

    /// The score that is one number; nil for those that have one a class.
    package subscript(name: String) -> Double? { values[name] }
}

extension Scores: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, Double)...) {
        self.init(Dictionary(elements) { _, last in last })
    }
}

extension Scores: Codable {
    /// By way of a dictionary, whose keys no strategy changes: classes keep their names.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.singleValueContainer().decode([String: JSONValue].self)
        self.init([:])
        for (name, member) in members {
            if case .object(let classes) = member {
                byClass[name] = classes.compactMapValues(\.numberValue)
            } else {
                values[name] = member.numberValue
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var members = values.mapValues { JSONValue.number($0) }
        for (name, classes) in byClass { members[name] = .object(classes.mapValues { .number($0) }) }
        var container = encoder.singleValueContainer()
        try container.encode(members)
    }
}
