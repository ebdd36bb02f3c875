import Foundation
import Specification

/// What the contract leaves to the engine: the names that this service takes.
///
/// A line `x-from-catalogue: metrics` in openapi.yaml becomes the `enum` of the metrics' names, in JSON on that
/// one line, which YAML reads too. So the served contract says exactly what is accepted, and a new metric needs no
/// new contract.
enum ContractCompletion: String, CaseIterable {
    case tasks, metrics, datasets, schedules, augmentations, devices, objectives, scores
    /// One alternative for each student, with its parameters' ranges and defaults.
    case studentSelection = "student-selection"

    static let marker = "x-from-catalogue: "

    /// - Returns: `text` with each marked line replaced.
    static func complete(_ text: String, by catalogue: Catalogue) throws -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return try lines.map { line -> String in
            guard let marked = line.range(of: marker),
                let completion = ContractCompletion(rawValue: String(line[marked.upperBound...]))
            else { return String(line) }
            let keyword = try completion.keyword(catalogue)
            let value = String(decoding: try JSONCoding.encode(keyword.value), as: UTF8.self)
            return "\(line[..<marked.lowerBound])\(keyword.name): \(value)"
        }.joined(separator: "\n")
    }

    private func keyword(_ catalogue: Catalogue) throws -> (name: String, value: JSONValue) {
        switch self {
        case .tasks: names(catalogue.tasks.map(\.name.rawValue))
        case .metrics: names(catalogue.metrics.map(\.name))
        case .datasets: names(catalogue.datasets.filter { $0.problem == nil }.map(\.name))
        case .schedules: names(catalogue.schedules.map(\.name))
        case .augmentations: names(catalogue.augmentations.map(\.name))
        case .devices: names(catalogue.engine.devices)
        case .objectives: names(catalogue.tasks.flatMap(\.objectives))
        case .scores: names(catalogue.tasks.flatMap(\.scores))
        case .studentSelection: ("anyOf", .array(selections(catalogue)))
        }
    }

    private func names(_ names: [String]) -> (name: String, value: JSONValue) {
        ("enum", .array(Set(names).sorted().map(JSONValue.string)))
    }

    private func selections(_ catalogue: Catalogue) -> [JSONValue] {
        catalogue.students.map { student in
            let isDefault = catalogue.tasks.contains {
                $0.name == student.task && $0.defaultStudent == student.name
            }
            var selection: [String: JSONValue] = [
                "title": .string(student.name), "type": .string("object"),
                "additionalProperties": .bool(false),
                "properties": .object([
                    "architecture": .object([
                        "enum": .array([.string(student.name)] + (isDefault ? [.null] : []))
                    ]),
                    "parameters": .object([
                        "type": .array([.string("object"), .string("null")]),
                        "additionalProperties": .bool(false),
                        "properties": .object(
                            Dictionary(student.parameters.map { ($0.name, schema(of: $0)) }) { first, _ in
                                first
                            }),
                    ]),
                ]),
            ]
            if let sha256 = student.sha256, case .object(var properties)? = selection["properties"] {
                properties["sha256"] = .object(["enum": .array([.string(sha256), .null])])
                selection["properties"] = .object(properties)
            }
            if !isDefault { selection["required"] = .array([.string("architecture")]) }
            return .object(selection)
        }
    }

    private func schema(of parameter: ParameterDescription) -> JSONValue {
        func number(_ value: Double) -> JSONValue {
            Int(exactly: value).map(JSONValue.integer) ?? .number(value)
        }
        return .object([
            "type": .array([.string(parameter.kind.rawValue), .string("null")]),
            "minimum": number(parameter.minimum), "maximum": number(parameter.maximum),
            "default": number(parameter.default), "description": .string(parameter.description),
        ])
    }
}
