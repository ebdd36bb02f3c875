import Foundation
import Specification
import Testing

@testable import HTTPAPI

/// A service with two tenants, one of which has things of every kind, none of which changes by itself.
final class TwoTenants: Sendable {
    let service: TestService
    /// Has everything.
    let ann: String
    /// Has nothing.
    let bob: String
    let bobsReader: String
    let admin: String
    /// Ann's, by the path of their collection.
    let things: [String: [String]]

    init() throws {
        let service = try TestService()
        let ann = try service.token("ann", .submit)
        admin = try service.token("root", .admin)
        bob = try service.token("bob", .submit)
        bobsReader = try service.token("bob-dashboard", owner: "bob", .read)
        let finished = try service.submit(as: ann, ["teacher": "1"])
        _ = try service.ask("GET", "/v1/jobs/\(finished)/events", as: ann)
        // The one slot is taken from here on.
        let running = try service.submit(as: ann, ["hold_after": "1"])
        let client = try Client(port: service.port)
        _ = try client.follow(running, ["Authorization": "Bearer \(ann)"], until: "checkpoint-1")
        let queued = try service.submit(as: ann)
        let comparisons = try (0..<2).map { _ in
            try service.ask(
                "POST", "/v1/comparisons", as: ann, ["Content-Type": "application/json"],
                body: Array(
                    #"{"specification": {"task": "classification"}, "methods": ["dfm"], "seeds": 2}"#.utf8)
            ).decode(Comparison.self).id
        }
        _ = try service.ask("POST", "/v1/comparisons/\(comparisons[1])/cancel", as: ann)
        let dataset = "anns-letters"
        #expect(
            try service.ask("PUT", "/v1/datasets/\(dataset)", as: ann, body: Array("data set\n".utf8)).status
                == 201)
        let teacher = "anns-teacher"
        #expect(
            try service.ask(
                "PUT", "/v1/teachers/\(teacher)", as: ann, ["Content-Type": "application/json"],
                body: Array(#"{"job": "\#(finished)"}"#.utf8)
            ).status == 201)
        let student = "anns-network"
        #expect(
            try service.ask("PUT", "/v1/students/\(student)", as: ann, body: Array("module\n".utf8)).status
                == 201)
        let upload = try service.ask(
            "POST", "/v1/uploads", as: ann,
            TusFields.creation(length: 900, metadata: TusFields.member("dataset", "anns-digits")))
        self.service = service
        self.ann = ann
        things = [
            "/v1/jobs": [finished, running, queued], "/v1/comparisons": comparisons,
            "/v1/datasets": [dataset], "/v1/teachers": [teacher], "/v1/students": [student],
            "/v1/uploads": [upload.fields["location"]?.components(separatedBy: "/").last ?? "none"],
        ]
    }

    var ids: [String] { things.values.flatMap { $0 } }

    /// All that Ann can see of her things.
    func snapshot() throws -> [String: String] {
        var seen: [String: String] = [:]
        for (collection, ids) in things {
            for id in ids {
                for part in collection == "/v1/jobs" ? ["", "/events?follow=false", "/artifacts"] : [""] {
                    let target = "\(collection)/\(id)\(part)"
                    let reply = try service.ask("GET", target, as: ann)
                    seen[target] = "\(reply.status) \(reply.text)"
                }
            }
            seen[collection] = try service.ask("GET", collection, as: ann).text
        }
        return seen
    }
}
