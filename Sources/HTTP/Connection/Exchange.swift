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
    /// Of the answer that was begun.
    var status: HTTPResponse.Status?
}
