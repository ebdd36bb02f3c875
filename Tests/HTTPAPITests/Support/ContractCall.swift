import Foundation
import HTTPAPI
import Yams

/// An operation as openapi.yaml describes it, and how to ask for it: made from the description alone, so that a new
/// operation is asked for too, or is not understood and fails.
struct ContractCall {
    struct NotUnderstood: Error, CustomStringConvertible {
        let description: String
    }

    let id: String
    let method: String
    /// With its parameters in braces.
    let path: String
    /// The scope that its token must have; nil where it is open to all.
    let scope: String?
    private let fields: [String: String]
    private let body: [UInt8]?
    private let query: String

    /// Where its path names a thing: the folder that the thing is in.
    var collection: String? {
        path.contains("{") ? path.components(separatedBy: "/{").first : nil
    }

    /// - Parameter id: of the thing that its path names.
    func target(id: String = "") -> String {
        path.replacing(#/{[a-z_]+}/#, with: id, maxReplacements: 1)
            .replacing("{name}", with: "student.safetensors") + query
    }

    /// Asks, as whoever has the token.
    func ask(_ service: TestService, id: String = "", as token: String?, method: String? = nil) throws
        -> Reply
    {
        try service.ask(method ?? self.method, target(id: id), as: token, fields, body: body)
    }

    /// Every operation of the contract.
    static func all() throws -> [ContractCall] {
        guard let contract = try Yams.load(yaml: Contract.text) as? [String: Any],
            let paths = contract["paths"] as? [String: [String: Any]]
        else { throw NotUnderstood(description: "The contract has no paths.") }
        let components = contract["components"] as? [String: Any]
        let shared = components?["parameters"] as? [String: [String: Any]] ?? [:]
        return try paths.sorted { $0.key < $1.key }.flatMap { path, item in
            try item.filter { $0.key != "parameters" }.sorted { $0.key < $1.key }.map { method, operation in
                guard let operation = operation as? [String: Any] else {
                    throw NotUnderstood(description: "\(method) \(path) is no operation.")
                }
                return try ContractCall(
                    method.uppercased(), path, operation,
                    security: operation["security"] ?? contract["security"], shared: shared)
            }
        }
    }

    /// - Parameter shared: the contract's parameters that several operations have, by name.
    private init(
        _ method: String, _ path: String, _ operation: [String: Any], security: Any?,
        shared: [String: [String: Any]]
    ) throws {
        guard let id = operation["operationId"] as? String else {
            throw NotUnderstood(description: "\(method) \(path) has no operationId.")
        }
        self.id = id
        self.method = method
        self.path = path
        let inner = path.matches(of: #/{[a-z_]+}/#).dropFirst().map { String($0.output) }
        guard inner.isEmpty || inner == ["{name}"] else {
            throw NotUnderstood(
                description: "\(id) has the path parameters \(inner): say here what they are.")
        }
        guard let requirements = security as? [[String: [String]]], requirements.count <= 1 else {
            throw NotUnderstood(description: "\(id) has a security that is not understood.")
        }
        scope = requirements.first?["token"]?.first
        // Only to end what would go on.
        let parameters = (operation["parameters"] as? [[String: Any]] ?? []).map { parameter in
            // All that is referred to lies in one place.
            (parameter["$ref"] as? String).flatMap { shared[$0.components(separatedBy: "/").last ?? ""] }
                ?? parameter
        }
        query = parameters.contains { $0["name"] as? String == "follow" } ? "?follow=false" : ""
        let needed = parameters.filter { $0["in"] as? String == "header" && $0["required"] as? Bool == true }
        let (content, body) = try Self.content(operation["requestBody"], id)
        self.body = body
        fields = needed.reduce(into: content) { fields, parameter in
            guard let name = parameter["name"] as? String, let example = parameter["example"] else { return }
            fields[name] = "\(example)"
        }
    }

    private static func content(_ request: Any?, _ id: String) throws -> ([String: String], [UInt8]?) {
        guard let request = request as? [String: Any] else { return ([:], nil) }
        let content = request["content"] as? [String: [String: Any]] ?? [:]
        if content["image/jpeg"] != nil { return (["Content-Type": "image/jpeg"], [0xFF, 0xD8, 0xFF]) }
        // The engine's double takes it for an archive.
        for type in ["application/x-tar", "application/offset+octet-stream"] where content[type] != nil {
            return (["Content-Type": type], Array("data set\n".utf8))
        }
        // The double takes it for a module.
        if content["application/octet-stream"] != nil {
            return (["Content-Type": "application/octet-stream"], Array("module\n".utf8))
        }
        let examples = content["application/json"]?["examples"] as? [String: [String: Any]]
        guard let example = examples?.sorted(by: { $0.key < $1.key }).first?.value["value"] else {
            throw NotUnderstood(
                description: "\(id) has a body that is no image, no archive, and has no example in JSON.")
        }
        let bytes = Array(try JSONSerialization.data(withJSONObject: example))
        return (["Content-Type": "application/json"], bytes)
    }
}
