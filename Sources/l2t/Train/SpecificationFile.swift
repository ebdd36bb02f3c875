import Foundation
import Specification

/// A specification on disk.
struct SpecificationFile {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// - Throws: `CommandError` with every fault.
    func read(catalogue: Catalogue) throws(CommandError) -> JobSpecification {
        try read {
            try SpecificationReader.read($0, catalogue: catalogue, teachers: TeacherPath.source)
        }
    }

    /// What `parse` makes of the file. - Throws: `CommandError` with what `parse` throws as its faults.
    func read<Value>(_ parse: (Data) throws -> Value) throws(CommandError) -> Value {
        let data: Data
        do {
            data =
                path == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .fileUnreadable(path: path, reason: Self.reason(error))
        }
        do {
            return try parse(data)
        } catch {
            throw .fileInvalid(path: path, faults: "\(error)")
        }
    }

    /// Why a file could not be read, as the end of a sentence.
    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError
        return underlying.map { String(cString: strerror($0.code.rawValue)) } ?? error.localizedDescription
    }
}
