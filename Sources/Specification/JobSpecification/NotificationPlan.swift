/// Where the end of a job is posted to.
package struct NotificationPlan: Codable, Sendable, Equatable {
    package var url: String
    /// Signs what is posted. Taken from the one who submits and never handed out: no encoding has it.
    package var secret: WebhookSecret?

    private enum CodingKeys: String, CodingKey {
        case url
    }

    package init(url: String, secret: WebhookSecret? = nil) {
        self.url = url
        self.secret = secret
    }
}

extension NotificationPlan {
    static let urlLimit = 2048

    /// Nil where the member is absent or has faults.
    init?(reading parent: ObjectReader, _ name: String) {
        guard let value = parent.value(name) else { return nil }
        let reader = ObjectReader(value, pointer: parent.path(name), faults: parent.faults)
        defer { reader.finish() }
        var secret: WebhookSecret?
        if let value = reader.value("secret") {
            secret = value.stringValue.flatMap(WebhookSecret.init)
            // The value itself is not repeated.
            if secret == nil { reader.fault("secret", WebhookSecret.expectation) }
        }
        guard case .object = value else { return nil }
        guard let text = reader.value("url") else {
            reader.fault("url", "is missing; an http or https URL is expected.")
            return nil
        }
        guard let url = text.stringValue, Self.isAllowed(url) else {
            reader.fault(
                "url",
                "An http or https URL of at most \(Self.urlLimit) ASCII characters with a host name or IPv4 address, "
                    + "without user, password and fragment is expected; found \(text.spoken).")
            return nil
        }
        self.init(url: url, secret: secret)
    }

    /// As openapi.yaml has it: scheme, host, port up to 65535, path and query.
    private static func isAllowed(_ text: String) -> Bool {
        let pattern =
            #/[Hh][Tt][Tt][Pp][Ss]?:\/\/[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}))?([\/?][!$-;=?-Z_a-z~]*)?/#
        return text.utf8.count <= urlLimit && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
            && text.wholeMatch(of: pattern) != nil
    }
}
