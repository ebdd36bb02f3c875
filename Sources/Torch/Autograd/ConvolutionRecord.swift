/// The convolutions of one evaluation of a network, kept so that a forward-mode product at the same point need not
/// compute their values again: a third of its work.
///
/// ```swift
/// let record = ConvolutionRecord()
/// let output = try record.recording { try network(input, parameters) }
/// let product = try record.replaying {
///     try ForwardMode.product(of: parameters, along: direction) { try network(input, $0) }
/// }
/// ```
/// The network must be the same function of the same arguments both times; its convolutions then come in the same
/// order with the same values. A record holds what it recorded until it goes.
package final class ConvolutionRecord {
    private enum Use {
        case recording, replaying
    }

    /// Unchecked: it never leaves the synchronous body, and so the thread, that it is set for.
    private struct Current: @unchecked Sendable {
        var record: ConvolutionRecord
        var use: Use
    }

    @TaskLocal private static var current: Current?

    private var outputs: [Tensor] = []
    private var position = 0

    package init() {}

    package func recording<Result>(_ body: () throws -> Result) rethrows -> Result {
        outputs = []
        return try Self.$current.withValue(Current(record: self, use: .recording), operation: body)
    }

    package func replaying<Result>(_ body: () throws -> Result) rethrows -> Result {
        position = 0
        return try Self.$current.withValue(Current(record: self, use: .replaying), operation: body)
    }

    /// Takes a convolution's result into the record in force, if one records.
    static func note(_ output: Tensor) throws(TorchError) {
        guard let current, current.use == .recording else { return }
        current.record.outputs.append(try output.detached())
    }

    /// The next recorded result, where a record is replayed. - Throws: `TorchError` when there are no more.
    static func recorded() throws(TorchError) -> Tensor? {
        guard let current, current.use == .replaying else { return nil }
        let record = current.record
        guard record.position < record.outputs.count else {
            throw .listLengths(
                operation: "replaying convolutions", expected: record.outputs.count,
                found: record.position + 1)
        }
        defer { record.position += 1 }
        return record.outputs[record.position]
    }
}
