import Foundation
import ServiceTestSupport
import Testing

/// A service whose state directory is on a small disk of its own, mounted as long as this is held.
final class ServiceOnSmallDisk {
    let process: ServeProcess
    let disk: SmallDisk
    private let folder: TestFolder

    init(reserveMb: Int) throws {
        folder = try TestFolder()
        disk = SmallDisk(at: folder.path + "/disk")
        let isMounted = try disk.mount()
        try #require(isMounted)
        do {
            process = try ServeProcess(
                state: disk.path + "/state", "--disk-reserve-mb", String(reserveMb), "--min-free-mb", "0")
        } catch {
            disk.unmount()
            throw error
        }
    }

    deinit { disk.unmount() }

    /// Names in a folder of the state directory.
    func files(_ part: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: disk.path + "/state/" + part)
    }

    func client() throws -> Client { try Client(port: process.port) }
}
