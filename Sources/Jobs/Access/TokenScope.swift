/// What a token may be used for. Each scope includes those before it.
package enum TokenScope: String, Sendable, Codable, CaseIterable, Comparable {
    /// See what is its owner's.
    case read
    /// Make and change what is its owner's.
    case submit
    /// See and change everything.
    case admin

    package static func < (left: TokenScope, right: TokenScope) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .read: 0
        case .submit: 1
        case .admin: 2
        }
    }
}
