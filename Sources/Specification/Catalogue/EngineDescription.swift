/// The engine that a catalogue comes from, and what it can train on.
package struct EngineDescription: Codable, Sendable, Equatable {
    package var version: String
    /// The version of the library that the process has loaded.
    package var libtorch: String
    /// `cpu`, and where there is CUDA `cuda`, `cuda:0`, `cuda:1` and on.
    package var devices: [String]

    package init(version: String, libtorch: String, devices: [String]) {
        self.version = version
        self.libtorch = libtorch
        self.devices = devices
    }
}
