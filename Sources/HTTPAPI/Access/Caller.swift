import Jobs

/// Who asks.
struct Caller: Sendable, Equatable {
    /// Nil where no token is asked for.
    let token: AccessToken?
    let scope: TokenScope
    /// Whose jobs and comparisons there are for it; everybody's if nil.
    let sees: String?

    /// Whoever reaches a service that has no tokens may do everything.
    static let anybody = Caller(token: nil, scope: .admin, sees: nil)
    /// Who asks for what is open to all. No owner has an empty name: it sees nobody's.
    static let nobody = Caller(token: nil, scope: .read, sees: "")

    private init(token: AccessToken?, scope: TokenScope, sees: String?) {
        self.token = token
        self.scope = scope
        self.sees = sees
    }

    init(_ token: AccessToken) {
        self.init(token: token, scope: token.scope, sees: token.scope == .admin ? nil : token.owner)
    }

    /// Whether there is for it what has this owner.
    func maySee(ownedBy owner: String?) -> Bool { sees == nil || sees == owner }

    /// Whose its new jobs and comparisons are.
    var owner: String? { token?.owner }
}
