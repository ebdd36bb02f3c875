import Datasets
import Foundation
package import Specification

/// Makes a data set of what somebody uploaded, in a process of its own: the bytes are anybody's.
package enum UploadReader {
    /// Unpacks, and says what the data set holds or why it is none. What is refused stays where it is.
    package static func reply(to request: UnpackingRequest) -> UnpackingReply {
        do throws(DatasetError) {
            return try unpack(request)
        } catch .diskFull(let reason) {
            return .full(detail: reason)
        } catch {
            return .refused(detail: error.description)
        }
    }

    private static func unpack(_ request: UnpackingRequest) throws(DatasetError) -> UnpackingReply {
        // Hidden, so that it is no data set.
        let content = request.folder + "/.content"
        let place = request.folder + "/" + request.name
        guard mkdir(content, 0o700) == 0 else { throw failure() }
        let limits = request.limits
        let unpacking = try ArchiveUnpacking(
            request.archive, into: content,
            limits: ArchiveLimits(
                entries: limits.entries, bytes: limits.bytes, ratio: limits.ratio,
                ratioFloor: UnpackingLimits.ratioFloor, reserve: limits.reserve))
        guard rename(ArchiveUnpacking.top(of: content), place) == 0 else { throw failure() }
        let catalogue = DatasetCatalogue(uploads: request.folder)
        let description = EngineCatalogue.description(
            DatasetSummary(name: request.name, origin: .upload, facts: try catalogue.facts(request.name)))
        return .dataset(description, files: unpacking.files, bytes: unpacking.bytes)
    }

    private static func failure() -> DatasetError {
        let code = errno
        let reason = String(cString: strerror(code))
        return code == ENOSPC || code == EDQUOT
            ? .diskFull(reason: reason) : .unreadable(file: "the upload's folder", reason: reason)
    }
}
