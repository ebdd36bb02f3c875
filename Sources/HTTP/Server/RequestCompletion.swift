package import HTTPTypes

/// One request, after the last byte of its answer was handed to the kernel or its connection was lost.
package struct RequestCompletion: Sendable {
    /// `nil` where no route was found.
    package let operationID: String?
    package let method: HTTPRequest.Method
    /// 499 if the connection was lost before an answer.
    package let status: HTTPResponse.Status
    /// From the end of the head to the end of the answer.
    package let seconds: Double
    /// Whether the whole answer was sent.
    package let isComplete: Bool
    package let peer: PeerAddress
}
