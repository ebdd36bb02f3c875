internal import CWebhook
internal import Foundation

/// One POST of a delivery. Foundation's client cannot be told which address to connect to, and would look the name up
/// a second time after any check; libcurl asks about the very address.
struct WebhookPost: Sendable {
    let options: WebhookOptions
    /// Whether to go on; asked about once a second.
    let goesOn: @Sendable () -> Bool

    func callAsFunction(_ delivery: WebhookDelivery, at time: Date) -> WebhookOutcome {
        guard Self.isPrepared else { return .failed(reason: "the HTTP client could not be set up") }
        let fields =
            ["Content-Type: application/json", "User-Agent: l2t", "Accept:", "Expect:"]
            + WebhookSignature.fields(of: delivery, at: time).map { "\($0.name): \($0.value)" }
        return outcome(post(delivery, fields: fields))
    }

    private static let isPrepared = webhook_prepare() == 0

    /// What the C callbacks are handed.
    private final class Hooks {
        let allows: (WebhookAddress) -> Bool
        let goesOn: () -> Bool

        init(allows: @escaping (WebhookAddress) -> Bool, goesOn: @escaping () -> Bool) {
            self.allows = allows
            self.goesOn = goesOn
        }

        static func at(_ context: UnsafeMutableRawPointer?) -> Hooks? {
            context.map { Unmanaged<Hooks>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private func post(_ delivery: WebhookDelivery, fields: [String]) -> webhook_answer {
        let allowsAll = options.allowsPrivateAddresses
        let hooks = Hooks(allows: { allowsAll || $0.isPublic }, goesOn: goesOn)
        let url = strdup(delivery.url)
        let authorities = options.authorities.map { strdup($0) } ?? nil
        let lines = fields.map { UnsafePointer(strdup($0)) } + [nil]
        defer {
            free(url)
            free(authorities)
            for line in lines { free(UnsafeMutablePointer(mutating: line)) }
        }
        let body = Array(delivery.body.utf8)
        var answer = webhook_answer()
        lines.withUnsafeBufferPointer { lines in
            body.withUnsafeBytes { body in
                var request = webhook_request()
                request.url = UnsafePointer(url)
                request.authorities = UnsafePointer(authorities)
                request.fields = lines.baseAddress
                request.body = body.baseAddress
                request.length = body.count
                request.connect_milliseconds = Int(options.connectSeconds * 1000)
                request.total_milliseconds = Int(options.totalSeconds * 1000)
                request.answer_limit = options.answerLimit
                request.allows = { context, bytes, count in
                    guard let hooks = Hooks.at(context), let bytes else { return 0 }
                    let address = Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
                    return hooks.allows(WebhookAddress(bytes: address)) ? 1 : 0
                }
                request.goes_on = { Hooks.at($0)?.goesOn() == false ? 0 : 1 }
                request.context = Unmanaged.passUnretained(hooks).toOpaque()
                withExtendedLifetime(hooks) { webhook_post(&request, &answer) }
            }
        }
        return answer
    }

    private func outcome(_ answer: webhook_answer) -> WebhookOutcome {
        switch answer.status {
        case 200..<300: return .delivered
        case 410: return .rejected(reason: "the receiver answered 410: it is gone")
        case 1...: return .failed(reason: "the receiver answered \(answer.status)")
        default: break
        }
        if answer.is_stopped != 0 { return .stopped }
        if answer.is_refused != 0 {
            return .rejected(
                reason: "its address is none of the public internet; the service may be told to allow that")
        }
        let reason = withUnsafeBytes(of: answer.reason) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .failed(reason: reason.isEmpty ? "no answer came" : reason)
    }
}
