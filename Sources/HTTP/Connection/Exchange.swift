import HTTPTypes

/// The request that a connection is busy with.
struct Exchange {
    let number: Int
    let method: HTTPRequest.Method
    let began: Instant
    var route: Route?
    var request: Request?
    var control: ExchangeControl?
    var stream: StreamBuffer?
    /// Where a streamed body goes.
    var channel: BodyChannel?
    /// Of the body, in the current window.
    var bodyBytes = 0
    var hasBody = false
    /// The client waits for `100 Continue` before it sends its body.
    var expectsContinue = false
    /// Of the answer that was begun.
    var status: HTTPResponse.Status?
}
