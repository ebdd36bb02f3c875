import Foundation
import Specification
import Testing

@testable import HTTPAPI

/// No operation of the contract shows or changes what is another's, or lets somebody in who has no token for it.
@Suite struct TwoTenantTests {
    private let calls: [ContractCall]

    init() throws {
        calls = try ContractCall.all()
    }

    @Test func everyOperationIsAskedFor() {
        #expect(Set(calls.map(\.id)) == Set(Operation.all.map(\.id)))
        for operation in Operation.all where operation.pattern.contains("{id}") {
            #expect(operation.subject != nil, "\(operation.id): whose its {id} is is not looked up")
        }
    }

    @Test func theContractSaysWhoMayAsk() {
        for operation in Operation.all {
            let described = calls.first { $0.id == operation.id }?.scope
            #expect(described == operation.access.scope?.rawValue, "\(operation.id)")
        }
    }

    @Test func anothersThingIsAnsweredAsOneThatIsNotThereAndStaysAsItWas() throws {
        let tenants = try TwoTenants()
        let before = try tenants.snapshot()
        #expect(before.values.allSatisfy { !$0.hasPrefix("4") })
        for call in calls {
            // A PUT makes a thing: see below.
            guard let collection = call.collection, call.method != "PUT" else { continue }
            let ids = try #require(
                tenants.things[collection], "\(call.id): there is nothing of \(collection)")
            let unknown = String(try #require(ids.first).dropLast(4)) + "ZZZZ"
            for id in ids {
                for method in call.method == "GET" ? ["GET", "HEAD"] : [call.method] {
                    let another = try call.ask(tenants.service, id: id, as: tenants.bob, method: method)
                    #expect(another.status == 404, "\(method) \(call.id) \(id)")
                    let none = try call.ask(tenants.service, id: unknown, as: tenants.bob, method: method)
                    #expect(another.text == none.text.replacing(unknown, with: id), "\(call.id)")
                    #expect(Self.fields(another) == Self.fields(none), "\(call.id)")
                }
            }
        }
        #expect(try tenants.snapshot() == before)
        // What is deleted cannot be read or changed.
        for call in calls.filter({ $0.method != "DELETE" }) + calls.filter({ $0.method == "DELETE" }) {
            // Its owner is answered, or the above would be so for any reason.
            guard let ids = call.collection.flatMap({ tenants.things[$0] }) else { continue }
            let statuses = try ids.map { try call.ask(tenants.service, id: $0, as: tenants.ann).status }
            #expect(statuses.contains { $0 != 404 && $0 < 500 }, "\(call.id) \(statuses)")
        }
    }

    @Test func aNameThatIsAnothersIsTakenAndItsUploadIsUnknown() throws {
        let tenants = try TwoTenants()
        let before = try tenants.snapshot()
        for call in calls where call.method == "PUT" {
            let name = try #require(call.collection.flatMap { tenants.things[$0]?.first })
            #expect(try call.ask(tenants.service, id: name, as: tenants.bob).status == 409, "\(call.id)")
        }
        for (collection, part, member) in [
            ("/v1/datasets", "dataset", "name"), ("/v1/students", "student", "architecture"),
        ] {
            let name = try #require(tenants.things[collection]?.first)
            func submit(as token: String) throws -> Reply {
                try tenants.service.ask(
                    "POST", "/v1/jobs?validate_only=true", as: token, ["Content-Type": "application/json"],
                    body: Array(
                        #"{"task": "classification", "\#(part)": {"\#(member)": "\#(name)"}}"#.utf8))
            }
            let refused = try submit(as: tenants.bob)
            #expect(refused.status == 422)
            #expect(refused.text.contains("/\(part)/\(member)"))
            // It is named where it was asked for, and not among those that there are.
            #expect(refused.text.components(separatedBy: name).count == 2, "\(refused.text)")
            #expect(try submit(as: tenants.ann).status == 200)
            #expect(try submit(as: tenants.admin).status == 200)
        }
        #expect(try tenants.snapshot() == before)
    }

    @Test func anothersTeacherIsUnknownToAJob() throws {
        let tenants = try TwoTenants()
        let names = try ["/v1/teachers", "/v1/jobs"].map { try #require(tenants.things[$0]?.first) }
        for name in names {
            func submit(_ name: String, as token: String) throws -> Reply {
                let teaching = #"{"teacher": {"from": "\#(name)"}}"#
                return try tenants.service.ask(
                    "POST", "/v1/jobs?validate_only=true", as: token, ["Content-Type": "application/json"],
                    body: Array(#"{"task": "classification", "teaching": \#(teaching)}"#.utf8))
            }
            let refused = try submit(name, as: tenants.bob)
            let unknown = String(name.dropLast(4)) + "ZZZZ"
            #expect(refused.status == 422)
            #expect(try refused.text == submit(unknown, as: tenants.bob).text.replacing(unknown, with: name))
            #expect(try submit(name, as: tenants.ann).status == 200)
            #expect(try submit(name, as: tenants.admin).status == 200)
        }
        // Nor can a name be given to it.
        let reply = try tenants.service.ask(
            "PUT", "/v1/teachers/bobs", as: tenants.bob, ["Content-Type": "application/json"],
            body: Array(#"{"job": "\#(names[1])"}"#.utf8))
        #expect(reply.status == 404)
        #expect(try reply.json()["type"] == .string("/problems/unknown-job"))
    }

    @Test func noListHasAnothersThings() throws {
        let tenants = try TwoTenants()
        for call in calls where call.method == "GET" && call.collection == nil {
            for token in [tenants.bob, tenants.bobsReader] {
                let reply = try call.ask(tenants.service, as: token)
                for id in tenants.ids { #expect(!reply.text.contains(id), "\(call.id)") }
            }
        }
        for (collection, ids) in tenants.things where ["/v1/jobs", "/v1/comparisons"].contains(collection) {
            func listed(_ token: String, _ query: String = "") throws -> Set<String> {
                let reply = try tenants.service.ask("GET", collection + "?limit=100\(query)", as: token)
                return Set(try reply.json()["data"]?.items.compactMap { $0["id"]?.stringValue } ?? [])
            }
            #expect(try listed(tenants.ann).isSuperset(of: ids))
            #expect(try listed(tenants.admin).isSuperset(of: ids))
            #expect(try listed(tenants.bob).isEmpty)
            // From after what is newer than all.
            let newest = ids[0].dropLast(26) + "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
            #expect(try listed(tenants.bob, "&after=\(newest)").isEmpty)
            #expect(try listed(tenants.ann, "&after=\(newest)").isSuperset(of: ids))
        }
    }

    @Test func whatATenantMakesIsItsOwnAlone() throws {
        let tenants = try TwoTenants()
        for call in calls where call.method == "POST" && call.collection == nil {
            let made = try call.ask(tenants.service, as: tenants.bob)
            #expect(made.status == 201, "\(call.id): \(made.text)")
            let path = try #require(made.fields["location"])
            let seen = try tenants.service.ask("GET", path, as: tenants.bob)
            #expect(seen.status == 200)
            #expect(try seen.json()["owner"] == .string("bob"), "\(call.id)")
            #expect(try tenants.service.ask("GET", path, as: tenants.ann).status == 404)
            guard
                Operation.all.first(where: { $0.method == .get && $0.pattern.hasPrefix(call.path + "/{") })?
                    .access == .read
            else { continue }
            // Another token of the same owner, and who sees everything.
            #expect(try tenants.service.ask("GET", path, as: tenants.bobsReader).status == 200)
            #expect(try tenants.service.ask("GET", path, as: tenants.admin).status == 200)
        }
    }

    @Test func nobodyGetsInWithoutAToken() throws {
        let tenants = try TwoTenants()
        let before = try tenants.snapshot()
        for call in calls {
            let id = call.collection.flatMap { tenants.things[$0]?.first } ?? ""
            for token in [nil, TokenSecretText.unknown] {
                let reply = try call.ask(tenants.service, id: id, as: token)
                guard call.scope != nil else {
                    #expect((200...204).contains(reply.status), "\(call.id)")
                    continue
                }
                #expect(reply.status == 401, "\(call.id)")
                let challenge = token == nil ? "" : ", error=\"invalid_token\""
                #expect(reply.fields["www-authenticate"] == "Bearer realm=\"l2t\"\(challenge)", "\(call.id)")
                #expect(try reply.json()["type"] == .string("/problems/unauthorized"), "\(call.id)")
            }
        }
        #expect(try tenants.snapshot() == before)
    }

    @Test func aScopeThatDoesNotReachIsSaid() throws {
        let tenants = try TwoTenants()
        let before = try tenants.snapshot()
        let annsReader = try tenants.service.token("ann-dashboard", owner: "ann", .read)
        for call in calls {
            let id = call.collection.flatMap { tenants.things[$0]?.first } ?? ""
            let (tooLow, enough): (String?, String)
            switch call.scope {
            case "submit": (tooLow, enough) = (annsReader, tenants.ann)
            case "admin": (tooLow, enough) = (tenants.ann, tenants.admin)
            default: (tooLow, enough) = (nil, annsReader)
            }
            if let tooLow, let needed = call.scope {
                let reply = try call.ask(tenants.service, id: id, as: tooLow)
                #expect(reply.status == 403, "\(call.id)")
                #expect(
                    reply.fields["www-authenticate"]
                        == "Bearer realm=\"l2t\", error=\"insufficient_scope\", scope=\"\(needed)\"")
                #expect(try reply.json()["detail"]?.stringValue?.contains("'\(needed)'") == true)
            }
            if call.method == "GET" {
                #expect(try call.ask(tenants.service, id: id, as: enough).status == 200, "\(call.id)")
            }
        }
        #expect(try tenants.snapshot() == before)
        for call in calls where call.collection != nil && call.method != "GET" {
            let ids = call.collection.flatMap { tenants.things[$0] } ?? []
            let statuses = try ids.map { try call.ask(tenants.service, id: $0, as: tenants.admin).status }
            #expect(statuses.allSatisfy { $0 != 401 && $0 != 403 }, "\(call.id)")
        }
    }

    /// All but what counts the requests, and the time.
    private static func fields(_ reply: Reply) -> [String: String] {
        reply.fields.filter { !["date", "ratelimit"].contains($0.key) }
    }
}
