import Foundation

/// Places, found from where this file lies.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The data sets that lie beside the repository, where there are any.
    static let sharedData = root.deletingLastPathComponent().appending(path: "shared/data")
}
