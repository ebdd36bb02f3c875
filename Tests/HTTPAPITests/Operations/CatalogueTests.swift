import Foundation
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@Suite struct CatalogueTests {
    /// An engine whose data sets are the folders of a data root that begin with `set`.
    private func makeService() throws -> TestService {
        let root = Mutex<String?>(nil)
        let service = try TestService(
            works: false,
            describe: {
                let folder = root.withLock { $0 } ?? "/nonexistent"
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                let found = names.filter { $0.hasPrefix("set") }.sorted()
                return .make(datasets: [.make()] + found.map { .make(name: $0) })
            })
        root.withLock { $0 = service.folder }
        return service
    }

    private func names(_ service: TestService, _ path: String) throws -> [String] {
        try service.get(path).json()["data"]?.items.compactMap { $0["name"]?.stringValue } ?? []
    }

    @Test func theCatalogueIsListed() throws {
        let service = try TestService(works: false)
        #expect(try names(service, "/v1/students") == ["mlp", "resnet8"])
        #expect(try names(service, "/v1/metrics") == ["brier", "cross_entropy", "focal"])
        #expect(try names(service, "/v1/datasets") == ["optdigits"])
        #expect(try service.get("/v1/students?limit=1").status == 400)
    }

    @Test func aFolderThatComesIsADataSet() throws {
        let service = try makeService()
        #expect(try names(service, "/v1/datasets") == ["optdigits"])
        try FileManager.default.createDirectory(
            atPath: service.folder + "/set1", withIntermediateDirectories: false)
        #expect(try names(service, "/v1/datasets") == ["optdigits", "set1"])
    }

    @Test func aJobMayNameADataSetThatJustCame() throws {
        let service = try makeService()
        let body = #"{"task": "classification", "dataset": {"name": "set2"}}"#
        #expect(try service.post(body).status == 422)
        try FileManager.default.createDirectory(
            atPath: service.folder + "/set2", withIntermediateDirectories: false)
        #expect(try service.post(body).status == 201)
    }
}
