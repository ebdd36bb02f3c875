import ServiceTestSupport
import Testing

@testable import Specification

/// Students that are TorchScript modules, in specifications.
@Suite struct ScriptSelectionTests {
    private let catalogue: Catalogue

    init() {
        var catalogue = Catalogue.make()
        catalogue.students.append(
            StudentDescription(
                script: ScriptFacts(parameters: 60, statistics: 13), name: "mine", task: .classification,
                source: StudentDescription.uploadSource, sha256: "ab12"))
        self.catalogue = catalogue
    }

    private func faults(_ student: String) -> [String: String] {
        do throws(InvalidSpecification) {
            _ = try read(student)
            return [:]
        } catch {
            return Dictionary(error.faults.map { ($0.pointer, $0.detail) }) { first, _ in first }
        }
    }

    private func read(_ student: String) throws(InvalidSpecification) -> JobSpecification {
        let text = #"{"task": "classification", "student": \#(student)}"#
        guard let document = try? JSONValue(parsing: text) else { return try read("{}") }
        return try SpecificationReader(catalogue: catalogue).read(document)
    }

    @Test func theDigestIsFilledInAndMayBeSaidAgain() throws {
        let resolved = try read(#"{"architecture": "mine"}"#)
        #expect(resolved.student.sha256 == "ab12" && resolved.student.isScript)
        #expect(try read(#"{"architecture": "mine", "sha256": "ab12"}"#) == resolved)
        #expect(try !read("{}").student.isScript)
        let line = try JSONCoding.encodeLine(resolved)
        #expect(try JSONCoding.decode(JobSpecification.self, from: line) == resolved)
    }

    @Test func anotherDigestIsAFault() {
        #expect(
            faults(#"{"architecture": "mine", "sha256": "cd"}"#)
                == ["/student/sha256": "The module 'mine' has ab12; found 'cd'."])
        #expect(
            faults(#"{"architecture": "mlp", "sha256": "cd"}"#)
                == ["/student/sha256": "Only a TorchScript student has a digest; found 'cd'."])
        for strange in ["{}", "1", "[]"] {
            #expect(
                faults(#"{"architecture": "mlp", "sha256": \#(strange)}"#).keys.sorted() == [
                    "/student/sha256"
                ])
        }
        #expect(
            faults(#"{"architecture": "mine", "parameters": {"width": 3}}"#).keys.sorted()
                == ["/student/parameters/width"])
    }

    @Test func itIsDescribedByWhatItHolds() {
        #expect(
            catalogue.students.last?.description
                == "TorchScript module with 60 parameters and 13 numbers that are not trained")
    }
}
