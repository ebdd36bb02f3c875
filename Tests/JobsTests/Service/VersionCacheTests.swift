import Jobs
import Testing

@Suite struct VersionCacheTests {
    private let cache = VersionCache<String>(limit: 2)

    @Test func onlyTheVersionThatWasKeptIsFound() {
        cache.keep("queued", of: "a", version: 1)
        #expect(cache.value(of: "a", version: 1) == "queued")
        #expect(cache.value(of: "a", version: 2) == nil && cache.value(of: "b", version: 1) == nil)
        cache.keep("running", of: "a", version: 2)
        #expect(cache.value(of: "a", version: 2) == "running" && cache.value(of: "a", version: 1) == nil)
    }

    @Test func beyondTheLimitTheOldestGoes() {
        for (version, id) in ["a", "b", "a", "c"].enumerated() { cache.keep(id, of: id, version: version) }
        #expect(cache.value(of: "a", version: 2) == nil)
        #expect(cache.value(of: "b", version: 1) == "b" && cache.value(of: "c", version: 3) == "c")
    }
}
