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
    var status = HTTPResponse.Status.internalServerError
}
