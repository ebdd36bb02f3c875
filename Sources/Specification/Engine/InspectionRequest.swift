/// What an engine process that inspects is asked, one line of JSON: to look at a TorchScript module, which is anybody's
/// code.
package struct InspectionRequest: Codable, Sendable, Equatable {
    /// The path of the module's file.
    package var script: String
    package var name: String

    package init(script: String, name: String) {
        self.script = script
        self.name = name
    }
}

/// What it answers, one line of JSON, before it exits.
package enum InspectionReply: Codable, Sendable, Equatable {
    case script(ScriptFacts)
    /// The file is at fault.
    case refused(detail: String)
}
