/// What can go wrong in teaching itself.
package enum TeachingError: Error, Equatable, CustomStringConvertible {
    /// A number that must be finite was not.
    case diverged(step: Int, what: String)

    package var description: String {
        switch self {
        case .diverged(let step, let what):
            "The student diverged: \(what) was not finite at step \(step); a smaller learning rate may help."
        }
    }
}
