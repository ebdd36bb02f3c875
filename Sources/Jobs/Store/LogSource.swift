/// Where a line of a job's log comes from.
package enum LogSource: String, Codable, Sendable, CaseIterable {
    /// What the engine says of its work.
    case engine
    /// What it, or a library in it, wrote to standard output or error.
    case output
}
