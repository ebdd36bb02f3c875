/// A student that jobs may name: an architecture of the engine's own, or an uploaded TorchScript module.
package struct StudentDescription: Codable, Sendable, Equatable {
    package var name: String
    package var task: TaskKind
    package var description: String
    /// Where the architecture comes from: `He et al. 2016`; or ``uploadSource``.
    package var source: String
    /// The `source` of a TorchScript module that somebody has uploaded.
    package static let uploadSource = "upload"
    package var parameters: [ParameterDescription]
    /// Of a TorchScript module's file, in hexadecimal digits; nil for an architecture of the engine's own.
    package var sha256: String?

    package init(
        name: String, task: TaskKind, description: String, source: String, parameters: [ParameterDescription],
        sha256: String? = nil
    ) {
        self.name = name
        self.task = task
        self.description = description
        self.source = source
        self.parameters = parameters
        self.sha256 = sha256
    }
}
