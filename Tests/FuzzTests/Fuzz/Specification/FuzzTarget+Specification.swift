import FuzzSupport
import Foundation
import Specification

extension FuzzTarget {
    /// What is accepted survives its own encoding, and is accepted again as it was resolved.
    static let specification = FuzzTarget(name: "json-specification", largest: 3072) { bytes in
        guard let specification = accepted({ try SpecificationReader.read(Data(bytes), catalogue: .fuzz) })
        else { return }
        checkAccepted(specification)
    }

    /// The comparison survives its encoding, and each of its jobs is one that would be accepted by itself.
    static let comparison = FuzzTarget(name: "json-comparison", largest: 3072) { bytes in
        guard let comparison = accepted({ try ComparisonReader.read(Data(bytes), catalogue: .fuzz) })
        else { return }
        checkAccepted(comparison.specification)
        let jobs = comparison.jobs(id: "cmp")
        claim(jobs.count <= ComparisonSpecification.jobLimit, "\(jobs.count) jobs are no more than allowed")
        var plain = comparison
        plain.specification.notify?.secret = nil
        claim(
            decoded(ComparisonSpecification.self, from: plain) == plain, "encoded and decoded it is the same")
        for job in jobs.prefix(8) { checkAccepted(job.specification) }
    }

    private static func checkAccepted(_ specification: JobSpecification) {
        // Never encoded.
        var plain = specification
        plain.notify?.secret = nil
        claim(
            decoded(JobSpecification.self, from: plain) == plain,
            "encoded and decoded it is the same: \(plain)")
        guard
            var again = accepted(
                refusal: "resolved, it is accepted",
                {
                    try SpecificationReader.read(JSONCoding.encode(plain), catalogue: .fuzz)
                })
        else { return }
        // They are brought to a sum of 1 each time, which moves their last bits.
        for (name, weight) in plain.teaching.weights ?? [:] {
            claim(abs((again.teaching.weights?[name] ?? .nan) - weight) < 1e-12, "the same weight of \(name)")
        }
        again.teaching.weights = plain.teaching.weights
        claim(again == plain, "resolved, it is accepted as it is: \(again) \(plain)")
    }

    private static func decoded<Value: Codable>(_ type: Value.Type, from value: Value) -> Value? {
        try? JSONCoding.decode(type, from: JSONCoding.encode(value))
    }

    /// What is read, or nil after a look at the refusal's sentences. - Parameter refusal: what it would break.
    private static func accepted<Value>(refusal: String? = nil, _ read: () throws -> Value) -> Value? {
        do {
            return try read()
        } catch let error as InvalidSpecification {
            claim(refusal == nil, "\(refusal ?? ""): \(error)")
            claim((1...102).contains(error.faults.count), "\(error.faults.count) faults are few")
            for fault in error.faults {
                claim(isPointer(fault.pointer), "a JSON pointer: \(fault.pointer)")
                claim(
                    fault.detail.utf8.last == UInt8(ascii: ".") && fault.detail.utf8.count <= 1024,
                    "a sentence: \(fault)")
            }
        } catch let error as JSONSyntaxError {
            claim(refusal == nil, "\(refusal ?? ""): \(error)")
            claim(!error.detail.isEmpty && error.detail.utf8.count <= 4096, "a sentence: \(error)")
        } catch {
            claim(false, "no other error: \(error)")
        }
        return nil
    }

    /// RFC 6901.
    private static func isPointer(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.isEmpty || bytes[0] == UInt8(ascii: "/") else { return false }
        return bytes.indices.allSatisfy { place in
            bytes[place] != UInt8(ascii: "~")
                || bytes[(place + 1)...].prefix(1).contains { "01".utf8.contains($0) }
        }
    }
}
