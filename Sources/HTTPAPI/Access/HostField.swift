import Foundation

/// Whom a request is for, as its `Host` says: a name or an address, and perhaps a port.
struct HostField: Sendable, Equatable {
    /// In lower case; IPv6 in brackets.
    let name: String
    private let port: Substring

    init(_ text: String) {
        let end =
            text.hasPrefix("[")
            ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        name = text[..<(end ?? text.endIndex)].lowercased()
        port = text[(end ?? text.endIndex)...]
    }

    /// Whether no page of another site can have brought the request: a page that has its own name lead to this machine
    /// (DNS rebinding) sends that name. `localhost` and what is below it (RFC 6761) and addresses are nobody's to lead.
    var isLocal: Bool {
        guard port.isEmpty || port.hasPrefix(":") else { return false }
        return name == "localhost" || name.hasSuffix(".localhost") || isAddress
    }

    private var isAddress: Bool {
        if name.hasPrefix("["), name.hasSuffix("]") {
            var address = in6_addr()
            return inet_pton(AF_INET6, String(name.dropFirst().dropLast()), &address) == 1
        }
        var address = in_addr()
        return inet_pton(AF_INET, name, &address) == 1
    }
}
