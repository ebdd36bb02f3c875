import Foundation
import Testing

@Suite struct DiskMetricsTests {
    @Test func theMetricsPageTellsHowFullTheDiskIs() throws {
        let service = try TestService(works: false)
        let page = try service.get("/metrics").text
        let known = try FileManager.default.attributesOfFileSystem(forPath: service.folder)
        let size = try #require(known[.systemSize] as? NSNumber).intValue
        #expect(try sample("l2t_state_size_bytes", page) == size)
        // Others write meanwhile.
        let free = try sample("l2t_state_free_bytes", page)
        #expect(free > 0)
        #expect(free <= size)
    }

    private func sample(_ name: String, _ page: String) throws -> Int {
        let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("\(name) ") })
        return try #require(Int(line.dropFirst(name.count + 1)))
    }
}
