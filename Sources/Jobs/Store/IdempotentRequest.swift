/// A request that its client may repeat without harm: whoever repeats it gets the first answer.
package struct IdempotentRequest: Sendable, Hashable {
    /// Seconds that a key is remembered.
    static let lifetime = 86_400.0

    /// Whose it is: keys of different owners have nothing to do with each other.
    package let owner: String?
    /// As the client made it up.
    package let key: String
    /// Tells this request from others under the same key.
    package let digest: String

    /// - Parameters: operation: its id; body: as it came. - Throws: `.storage` where there is no SHA-256.
    package init(
        owner: String?, key: String, operation: String, body: [UInt8]
    ) throws(JobsError) {
        let digest = SHA256.digest(Array("\(operation)\n".utf8) + body)
        guard !digest.isEmpty else {
            throw .storage(action: "remember a request", reason: "SHA-256 is not available")
        }
        self.owner = owner
        self.key = key
        self.digest = SHA256.hexadecimal(digest)
    }

    var name: Name { Name(owner: owner, key: key) }

    struct Name: Sendable, Hashable {
        let owner: String?
        let key: String
    }
}
