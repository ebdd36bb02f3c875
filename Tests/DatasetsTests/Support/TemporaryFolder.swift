import Foundation

@testable import Datasets

/// A folder that is gone with its owner.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "datasets-" + UUID().uuidString)

    var path: String { url.path }
    var catalogue: DatasetCatalogue { DatasetCatalogue(dataRoot: path) }

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes files by path below the folder, making the folders between.
    func write(_ files: [String: [UInt8]]) throws {
        for (name, bytes) in files {
            let file = url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }

    func write(_ text: String, to name: String) throws {
        try write([name: Array(text.utf8)])
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }
}
