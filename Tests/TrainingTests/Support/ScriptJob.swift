import Foundation
import Specification

/// Jobs whose students are the modules that PyTorch wrote (StudentsTests/Reference/scripts.py).
enum ScriptJob {
    static func path(_ name: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../StudentsTests/Reference/scripts/\(name).pt")
            .standardizedFileURL.path
    }

    /// The specification with the module for its student.
    static func with(_ name: String, _ specification: JobSpecification) throws -> JobSpecification {
        var specification = specification
        specification.student = try JSONCoding.decode(
            StudentSelection.self,
            from: Data(#"{"architecture": "\#(name)", "parameters": {}, "sha256": "00"}"#.utf8))
        return specification
    }

    static func make(
        _ name: String, _ changes: String = "{}", method: TeachingPlan.Method = .dfm
    ) throws -> JobSpecification {
        try with(name, .make(changes, method: method))
    }
}
