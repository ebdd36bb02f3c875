import Foundation
import Specification

/// What `l2t compare` is asked for: a job specification, or a document as `POST /v1/comparisons` takes it, and the
/// flags, which are stronger.
struct ComparisonRequest {
    let path: String
    let methods: String?
    let seeds: String?
    let metric: String?

    /// - Throws: `CommandError` with every fault.
    func read(catalogue: Catalogue) throws(CommandError) -> ComparisonSpecification {
        try SpecificationFile(path).read { data in
            let document = try JSONValue(parsing: data)
            guard case .object(let members) = document, members["specification"] != nil else {
                return try read(.object(members(["specification": document])), catalogue, isJob: true)
            }
            return try read(.object(self.members(members)), catalogue, isJob: false)
        }
    }

    /// Where the file is a job specification, a fault's place is told as the file has it.
    private func read(
        _ document: JSONValue, _ catalogue: Catalogue, isJob: Bool
    ) throws(InvalidSpecification) -> ComparisonSpecification {
        do throws(InvalidSpecification) {
            return try ComparisonReader(catalogue: catalogue, teachers: TeacherPath.source).read(document)
        } catch {
            guard isJob else { throw error }
            let prefix = "/specification"
            throw InvalidSpecification(
                faults: error.faults.map { fault in
                    guard fault.pointer.hasPrefix(prefix) else { return fault }
                    return SpecificationFault(
                        pointer: String(fault.pointer.dropFirst(prefix.count)), detail: fault.detail)
                })
        }
    }

    private func members(_ document: [String: JSONValue]) -> [String: JSONValue] {
        var members = document
        if let methods {
            members["methods"] = .array(Self.parts(methods).map(JSONValue.string))
        }
        if let seeds {
            let numbers = Self.parts(seeds).map { Int($0).map(JSONValue.integer) ?? .string($0) }
            members["seeds"] = seeds.contains(",") ? .array(numbers) : numbers.first ?? .string(seeds)
        }
        if let metric { members["metric"] = .string(metric) }
        return members
    }

    private static func parts(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
