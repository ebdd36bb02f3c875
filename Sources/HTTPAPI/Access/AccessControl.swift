import Foundation
import HTTP
import HTTPTypes
package import Jobs
import Synchronization

/// Decides who gets in: by the token of a request, and by how often it comes.
package final class AccessControl: Sendable {
    private let tokens: TokenRegistry
    private let requiresTokens: Bool
    private let isLoopback: Bool
    private let requests: RequestLimiter<String>
    private let failures: RequestLimiter<PeerAddress>
    private let counts = Mutex(AccessCounts())

    /// - Parameters: `requiresTokens`: whether nobody gets in without one even if none was ever made; `isLoopback`:
    ///   whether the service is for programs of its own machine, and so not for the pages that a browser there shows;
    ///   `requestsPerMinute`: of one token. An address may fail to name a token a hundredth as often.
    package init(
        tokens: TokenRegistry, requiresTokens: Bool = false, isLoopback: Bool = false,
        requestsPerMinute: Int = 60_000
    ) {
        self.tokens = tokens
        self.requiresTokens = requiresTokens
        self.isLoopback = isLoopback
        requests = RequestLimiter(limit: requestsPerMinute)
        failures = RequestLimiter(limit: max(1, requestsPerMinute / 100))
    }

    /// Whether nobody gets in without a token.
    package func isClosed() throws(JobsError) -> Bool {
        if requiresTokens { return true }
        return try tokens.hasTokens()
    }

    /// Who sends these fields. - Throws: a `Problem`, or what kept the tokens from being looked up.
    func caller(_ fields: HTTPFields, peer: PeerAddress, at time: Date = Date()) throws -> Caller {
        guard let token = try token(fields, peer: peer, at: time) else { return .anybody }
        return caller(with: token, at: time)
    }

    /// Who has the valid token, which counts as used.
    func caller(with token: AccessToken, at time: Date = Date()) -> Caller {
        tokens.noteUse(of: token, at: time)
        counts.withLock { $0.accepted += 1 }
        return Caller(token)
    }

    /// The valid token in these fields; nil where none is needed. - Throws: as ``caller(_:peer:at:)``.
    func token(_ fields: HTTPFields, peer: PeerAddress, at time: Date = Date()) throws -> AccessToken? {
        let authorization = fields[.authorization]
        let text = authorization.flatMap(Self.bearer)
        if let text, let token = try tokens.token(text) {
            let status = token.status(at: time)
            guard status == .usable else {
                throw refusal(peer, "The token '\(token.name)' is \(status.rawValue).", hasToken: true)
            }
            return token
        }
        guard try isClosed() else {
            try requireLocal(fields)
            return nil
        }
        if authorization == nil { throw refusal(peer, "The request has no token.", hasToken: false) }
        throw refusal(
            peer,
            text == nil
                ? "Authorization has another scheme than Bearer." : "There is no such token.", hasToken: true)
    }

    /// Whether who got in some time ago would get in now.
    func admits(_ caller: Caller, at time: Date = Date()) throws(JobsError) -> Bool {
        guard let token = caller.token else { return try !isClosed() }
        return try tokens.current(token)?.status(at: time) == .usable
    }

    /// Counts a request of the caller. - Returns: the fields that tell how many may follow.
    /// - Throws: `too-many-requests`.
    func count(_ caller: Caller) throws(Problem) -> HTTPFields {
        guard let token = caller.token else { return [:] }
        let verdict = requests.take(token.id, now: .now)
        let fields = HTTPFields(verdict, limit: requests.limit)
        guard verdict.isAllowed else {
            counts.withLock { $0.limited += 1 }
            throw .tooManyRequests(
                "A token may make \(requests.limit) requests a minute; '\(token.name)' has made more.",
                verdict, fields)
        }
        return fields
    }

    /// Where nothing else keeps them off, the pages of other sites are known by the host that they ask for.
    private func requireLocal(_ fields: HTTPFields) throws(Problem) {
        guard isLoopback else { return }
        let host = fields[named: "Host"] ?? ""
        guard HostField(host).isLocal else { throw .misdirected(to: host) }
    }

    package func families() -> [MetricFamily] { counts.withLock { $0 }.families }

    func countAuditFailure() { counts.withLock { $0.auditFailures += 1 } }

    /// 401, or 429 to an address that fails too often. A token that is right gets in all the same: behind one
    /// address may be many clients.
    private func refusal(_ peer: PeerAddress, _ detail: String, hasToken: Bool) -> Problem {
        let verdict = failures.take(peer.network, now: .now)
        counts.withLock { $0.refused += 1 }
        guard verdict.isAllowed else {
            return .tooManyRequests(
                "An address may fail to name a valid token \(failures.limit) times a minute; \(peer) has failed "
                    + "more often.", verdict)
        }
        return .unauthorized(detail, hasToken: hasToken)
    }

    /// The token of `Bearer TOKEN` (RFC 6750, section 2.1); the scheme in any case.
    private static func bearer(_ authorization: String) -> String? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
    }
}
