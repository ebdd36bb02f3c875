internal import Foundation

/// The engine's test double, which is built beside the tests.
package enum FakeEngine {
    package static var path: String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        return URL(filePath: own).deletingLastPathComponent().appending(path: "FakeEngine").path()
    }
}
