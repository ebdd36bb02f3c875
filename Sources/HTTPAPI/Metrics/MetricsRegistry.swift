import Synchronization

/// Everything that the metrics page shows: each source gives its families when the page is asked for.
package final class MetricsRegistry: Sendable {
    package typealias Source = @Sendable () throws -> [MetricFamily]

    private let sources = Mutex<[Source]>([])

    package init() {}

    package func add(_ source: @escaping Source) {
        sources.withLock { $0.append(source) }
    }

    /// All families, by name. A source that throws fails the page: half a page would look like counters gone back.
    package func families() throws -> [MetricFamily] {
        try sources.withLock { $0 }.flatMap { try $0() }.sorted { $0.name < $1.name }
    }
}
