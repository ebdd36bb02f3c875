internal import COpenSSL
internal import Foundation
internal import Specification

/// The header fields of a delivery, as Standard Webhooks (standardwebhooks.com) has them.
enum WebhookSignature {
    /// - Parameter time: of this try; receivers refuse old ones.
    static func fields(of delivery: WebhookDelivery, at time: Date) -> [(name: String, value: String)] {
        let timestamp = String(Int(time.timeIntervalSince1970))
        var fields = [("webhook-id", delivery.id), ("webhook-timestamp", timestamp)]
        if let secret = delivery.secret {
            fields.append(
                ("webhook-signature", signature("\(delivery.id).\(timestamp).\(delivery.body)", by: secret)))
        }
        return fields
    }

    /// `v1,` and base 64 of HMAC-SHA256 (RFC 2104).
    static func signature(_ content: String, by secret: WebhookSecret) -> String {
        let key = Array(secret.key)
        let bytes = Array(content.utf8)
        var code = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &code, &length)
        return "v1," + Data(code).base64EncodedString()
    }
}
