package import Specification

/// What an attempt needs of the world: somewhere to say what happens, and a word when to stop.
package protocol AttemptChannel: Sendable {
    func send(_ message: EngineMessage) throws
    /// The attempt is alive, and will say so again within `seconds`.
    func progress(allowing seconds: Double)
    var isStopRequested: Bool { get }
}
