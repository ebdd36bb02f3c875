import Foundation
import FuzzSupport

@testable import Datasets

extension FuzzTarget {
    /// tar, tar.gz and zip: nothing but the counted files and folders comes out, within the limits, and all below the
    /// folder.
    static let archives = FuzzTarget(name: "archives", largest: 4096) { bytes in
        let limits = ArchiveLimits(entries: 20, bytes: 64 << 10, ratio: 20, ratioFloor: 16 << 10, reserve: 0)
        ArchiveFolder.shared.unpack(bytes) { archive, folder in
            do throws(DatasetError) {
                let unpacking = try ArchiveUnpacking(archive, into: folder, limits: limits)
                let found = ArchiveFolder.content(of: folder)
                claim(
                    found.files == unpacking.files && found.bytes == unpacking.bytes,
                    "the files that it counted")
                claim(found.files > 0 && found.files <= limits.entries, "no more files than allowed")
                claim(
                    found.bytes <= max(limits.ratioFloor, bytes.count * limits.ratio), "no more than allowed")
                let top = ArchiveUnpacking.top(of: folder)
                claim(
                    top.hasPrefix(folder) && ArchiveFolder.content(of: top).files == found.files,
                    "the top has all")
            } catch {
                claimSentence(error)
                _ = ArchiveFolder.content(of: folder)
            }
        }
    }
}
