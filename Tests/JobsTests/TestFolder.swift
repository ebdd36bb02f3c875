import Foundation

/// A folder that goes with its last reference.
final class TestFolder: Sendable {
    let path: String
    private let isOwned: Bool

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "l2t-\(UUID().uuidString)").path()
        isOwned = true
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// A folder that another process removes.
    init(borrowing path: String) {
        self.path = path
        isOwned = false
    }

    deinit {
        guard isOwned else { return }
        try? FileManager.default.removeItem(atPath: path)
    }
}
