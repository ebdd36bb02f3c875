/// Where something listens.
struct ListenAddress: Sendable, Equatable {
    var host: String
    /// 0: any free one.
    var port: UInt16

    /// `http://HOST:PORT`, with the port that was really taken.
    func url(_ scheme: String, port: UInt16) -> String {
        "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
