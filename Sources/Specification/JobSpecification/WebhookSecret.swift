package import Foundation

/// The key that signs a webhook, as Standard Webhooks (standardwebhooks.com) writes it: `whsec_` and base 64 of 24 to
/// 64 bytes. It has no encoding and no description, so that no answer and no log can have it by accident.
package struct WebhookSecret: Sendable, Equatable {
    /// As it was given.
    package let text: String

    static let expectation = "'whsec_' and base 64 of 24 to 64 bytes is expected; something else was found."

    /// - Returns: nil for what is no such key.
    package init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let key = Data(base64Encoded: String(text.dropFirst(6))),
            (24...64).contains(key.count)
        else { return nil }
        self.text = text
    }

    /// The bytes that sign: 24 to 64.
    package var key: Data { Data(base64Encoded: String(text.dropFirst(6))) ?? Data() }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "a secret" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
