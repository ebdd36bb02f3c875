package import Specification
import Students

/// Looks at a TorchScript module that somebody uploaded, in a process of its own: it is anybody's code.
package enum ScriptReader {
    package static func reply(to request: InspectionRequest) -> InspectionReply {
        do throws(StudentError) {
            let function = try ScriptFile.read(request.script, name: request.name)
            return .script(
                ScriptFacts(parameters: function.parameters.count, statistics: function.statistics.count))
        } catch {
            return .refused(detail: error.description)
        }
    }
}
