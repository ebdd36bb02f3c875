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
            let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError
            let reason =
                underlying.map { String(cString: strerror($0.code.rawValue)) } ?? error.localizedDescription
            throw .fileUnreadable(path: path, reason: reason)
        }
        do {
            return try SpecificationReader.read(data, catalogue: catalogue)
        } catch {
            throw .fileInvalid(path: path, faults: "\(error)")
        }
    }
}
