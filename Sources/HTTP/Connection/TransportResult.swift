/// What came of one read or write.
enum TransportResult: Equatable {
    case bytes(Int)
    /// Nothing now; the poller tells when.
    case wouldBlock
    /// The peer has ended its half, or a file is shorter than it was.
    case ended
    case failed
}
