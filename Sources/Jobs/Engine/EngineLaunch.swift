/// How an engine process is started.
package struct EngineLaunch: Sendable, Equatable {
    /// The path of the executable; not searched for.
    package var executable: String
    package var arguments: [String]
    /// `NAME=value`; nil hands on this process's own environment.
    package var environment: [String: String]?

    package init(executable: String, arguments: [String] = ["work"], environment: [String: String]? = nil) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }
}
