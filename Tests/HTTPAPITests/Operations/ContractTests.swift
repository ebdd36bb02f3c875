import Foundation
import ServiceTestSupport
import Specification
import Testing
import Yams

@testable import HTTPAPI

/// The contract and the program say the same.
@Suite struct ContractTests {
    private let contract: [String: Any]

    init() throws {
        contract = try #require(try Yams.load(yaml: Contract.text) as? [String: Any])
    }

    private struct Described {
        let method: String
        let path: String
        let id: String
        let query: Set<String>
        let responses: Set<String>
    }

    private func described() throws -> [Described] {
        let paths = try #require(contract["paths"] as? [String: [String: Any]])
        return try paths.flatMap { path, item in
            try item.filter { $0.key != "parameters" }.map { method, value in
                let operation = try #require(value as? [String: Any])
                let parameters = operation["parameters"] as? [[String: Any]] ?? []
                let responses = try #require(operation["responses"] as? [String: Any])
                return Described(
                    method: method.uppercased(), path: path,
                    id: try #require(operation["operationId"] as? String),
                    query: Set(
                        parameters.filter { $0["in"] as? String == "query" }.compactMap {
                            $0["name"] as? String
                        }),
                    responses: Set(responses.keys))
            }
        }
    }

    @Test func theProgramCarriesTheFileOfTheRepository() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../../openapi.yaml").standardizedFileURL
        #expect(try String(contentsOf: root, encoding: .utf8) == Contract.text)
    }

    @Test func everyOperationIsDescribedAndEveryDescriptionIsAnOperation() throws {
        let described = try described().map { "\($0.method) \($0.path) \($0.id) \($0.query.sorted())" }
        let routed = Operation.all.map { "\($0.method.rawValue) \($0.pattern) \($0.id) \($0.query.sorted())" }
        #expect(described.sorted() == routed.sorted())
    }

    @Test func everyOperationSaysWhatElseMayCome() throws {
        for operation in try described() {
            #expect(operation.responses.isSuperset(of: ["400", "default"]), "\(operation.id)")
            if operation.path.contains("{id}") {
                #expect(operation.responses.contains("404"), "\(operation.id)")
            }
        }
    }

    private func examples(of path: String) throws -> [String: Data] {
        let post = try #require(
            ((contract["paths"] as? [String: Any])?[path] as? [String: Any])?["post"])
        let body = try #require((post as? [String: Any])?["requestBody"] as? [String: Any])
        let json = try #require((body["content"] as? [String: Any])?["application/json"] as? [String: Any])
        let examples = try #require(json["examples"] as? [String: [String: Any]])
        #expect(!examples.isEmpty)
        return try examples.mapValues {
            try JSONSerialization.data(withJSONObject: try #require($0["value"]))
        }
    }

    @Test func theExamplesAreAccepted() throws {
        for (name, data) in try examples(of: "/v1/jobs") {
            #expect(throws: Never.self, "\(name)") { try SpecificationReader.read(data, catalogue: .make()) }
        }
        for (name, data) in try examples(of: "/v1/comparisons") {
            #expect(throws: Never.self, "\(name)") { try ComparisonReader.read(data, catalogue: .make()) }
        }
    }

    @Test func aComparisonTakesTheMethodsThatAreDescribed() throws {
        let schemas = try schemas(contract)
        #expect(
            schemas["ComparisonMethod"]?["enum"] as? [String] == ComparisonMethod.allCases.map(\.rawValue))
    }

    /// The schema does not know the task, whose optimizer a nameless one is: it takes what is taken for any of them.
    @Test func anOptimizerIsDescribedAsItIsRead() throws {
        let members: [String: Any] = [
            "momentum": 0.5, "nesterov": true, "beta1": 0.8, "beta2": 0.8, "epsilon": 0.5,
            "learning_rate": 0.5, "weight_decay": 0.5,
        ]
        for name in [nil, "sgd", "adam", "adamw"] {
            for (member, value) in members {
                var optimizer = [member: value]
                if let name { optimizer["name"] = name }
                let isRead = try TaskKind.allCases.contains { try reads(optimizer, task: $0) }
                #expect(try describes(optimizer) == isRead, "\(optimizer)")
            }
        }
        for (member, task) in [("momentum", TaskKind.classification), ("beta1", .segmentation)] {
            for other in [TaskKind.classification, .segmentation] {
                #expect(try reads([member: 0.5], task: other) == (other == task), "\(member), \(other)")
            }
        }
    }

    /// Whether one of the schema's alternatives has these members.
    private func describes(_ optimizer: [String: Any]) throws -> Bool {
        let schemas = try schemas(contract)
        let alternatives = try #require(schemas["Optimizer"]?["anyOf"] as? [[String: String]])
        return try alternatives.contains { alternative in
            let name = try #require(alternative["$ref"]?.components(separatedBy: "/").last)
            let schema = try #require(schemas[name])
            let properties = try #require(schema["properties"] as? [String: [String: Any]])
            let required = schema["required"] as? [String] ?? []
            return required.allSatisfy { optimizer[$0] != nil }
                && optimizer.allSatisfy { member, value in
                    guard let property = properties[member] else { return false }
                    if let allowed = property["enum"] as? [Any] {
                        return allowed.contains { $0 as? String == value as? String }
                    }
                    return property["type"] as? String != "null"
                }
        }
    }

    /// Whether the service takes it, with the defaults that the engine has for the task.
    private func reads(_ optimizer: [String: Any], task: TaskKind) throws -> Bool {
        var catalogue = Catalogue.make(task: task)
        if task != .classification { catalogue.tasks[0].defaults.optimizer = .adamw }
        let training: [String: Any] = ["optimizer": optimizer]
        let document: [String: Any] = ["task": task.rawValue, "training": training]
        let data = try JSONSerialization.data(withJSONObject: document)
        do {
            _ = try SpecificationReader.read(data, catalogue: catalogue)
            return true
        } catch let error as InvalidSpecification {
            #expect(error.faults.allSatisfy { $0.pointer.hasPrefix("/training/optimizer/") }, "\(error)")
            return false
        }
    }

    private func schemas(_ contract: [String: Any]) throws -> [String: [String: Any]] {
        try #require((contract["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
    }

    @Test func everyPlaceForTheEnginesNamesIsFilled() throws {
        let marked = Contract.text.components(separatedBy: "\n").filter {
            $0.contains(ContractCompletion.marker)
        }
        for completion in ContractCompletion.allCases {
            #expect(marked.contains { $0.hasSuffix(ContractCompletion.marker + completion.rawValue) })
        }
        let text = try Contract.text(completedBy: .make())
        let completed = try #require(try Yams.load(yaml: text) as? [String: Any])
        let schemas = try schemas(completed)
        #expect(schemas["MetricName"]?["enum"] as? [String] == ["brier", "cross_entropy", "focal"])
        let students = try #require(schemas["StudentSelection"]?["anyOf"] as? [[String: Any]])
        #expect(students.compactMap { $0["title"] as? String } == ["mlp", "resnet8"])
        #expect(students.allSatisfy { $0["additionalProperties"] as? Bool == false })
    }
}
