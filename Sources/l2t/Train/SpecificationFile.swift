import Foundation
import Specification

/// A job specification on disk.
struct SpecificationFile {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// - Throws: `CommandError` with every fault.
    func read(catalogue: Catalogue) throws(CommandError) -> JobSpecification {
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
            return try SpecificationReader.read(data, catalogue: catalogue)
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
