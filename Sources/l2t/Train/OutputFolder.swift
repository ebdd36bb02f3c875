import Foundation
import Specification

/// The folder of one training. It keeps the specification, so that a later run goes on only with the same one, and
/// the result once there is one.
struct OutputFolder: Sendable {
    static let result = "result.json"

    let path: String
    private let lock: FolderLock

    /// Makes the folder where it is missing.
    init(_ path: String, specification: JobSpecification) throws(CommandError) {
        self = try Self.claimed(
            path, for: specification, record: "l2t-train.json",
            orElse: .outputOfAnotherSpecification(path: path)
        ) { $0 == specification }
    }

    private init(locking path: String) throws(CommandError) {
        self.path = path
        lock = try FolderLock(path)
    }

    /// Makes the folder where it is missing, and leaves `value` in it as `record`.
    /// - Parameter goesOn: whether the work of a value that the folder holds may go on as that of the new one.
    /// - Throws: `refusal` where it may not; where another command works in the folder.
    static func claimed<Value: Codable & Equatable>(
        _ path: String, for value: Value, record: String, orElse refusal: CommandError,
        goesOn: (Value) -> Bool
    ) throws(CommandError) -> OutputFolder {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .outputUnusable(path: path, reason: error.localizedDescription)
        }
        let folder = try OutputFolder(locking: path)
        if FileManager.default.fileExists(atPath: folder.file(record).path(percentEncoded: false)) {
            guard let kept = folder.kept(Value.self, as: record), goesOn(kept) else { throw refusal }
            if kept == value { return folder }
        }
        try folder.keep(value, as: record)
        return folder
    }

    /// Writes a file whole or not at all.
    func keep(_ value: some Encodable, as name: String) throws(CommandError) {
        do {
            try write(JSONCoding.encode(value), as: name)
        } catch {
            throw .outputUnusable(path: path, reason: error.localizedDescription)
        }
    }

    func keep(_ text: String, as name: String) throws(CommandError) {
        do {
            try write(Data(text.utf8), as: name)
        } catch {
            throw .outputUnusable(path: path, reason: error.localizedDescription)
        }
    }

    /// What was kept under the name; nil where there is nothing that can be read as that.
    func kept<Value: Decodable>(_ type: Value.Type, as name: String) -> Value? {
        (try? Data(contentsOf: file(name))).flatMap { try? JSONCoding.decode(type, from: $0) }
    }

    private func write(_ data: Data, as name: String) throws {
        try data.write(to: file(name), options: .atomic)
    }

    private func file(_ name: String) -> URL { URL(filePath: path).appending(path: name) }
}
