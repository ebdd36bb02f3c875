/// Takes the body of one request piece by piece, as it arrives. The calls come one at a time and in order, on a pool
/// of their own, and may block: the client is read from only as fast as the sink takes.
///
/// A sink that cannot go on answers through the request's responder; the rest of the body is then thrown away.
package protocol BodySink: Sendable {
    func write(_ piece: [UInt8])
    /// The body is whole. The sink answers now or later.
    func finish()
    /// No more will come, and the body is not whole. Nothing is called after this.
    func cancel(_ reason: CancellationReason)
}
