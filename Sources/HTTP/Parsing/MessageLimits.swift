/// How large the parts of a request may be, in bytes without their line ends.
package struct MessageLimits: Sendable, Equatable {
    package var requestLine = 8 * 1024
    package var field = 8 * 1024
    /// All field lines together, with their line ends.
    package var fields = 16 * 1024
    package var fieldCount = 100
    /// The body, for a route that names no limit of its own.
    package var body = 1024 * 1024
    /// How many times its size a compressed body may grow, where it grows to more than 64 KiB.
    package var growth = 100
    /// One chunk-size line with its extensions.
    package var chunkLine = 256

    package init() {}
}
