import Specification
import Testing

@Suite struct EpochOperationTests {
    @Test func epochsComeInPages() throws {
        let service = try TestService()
        let id = try service.finished(epochs: 5).id
        let whole = try service.get("/v1/jobs/\(id)/epochs").json()
        #expect(whole["data"]?.items.compactMap { $0["epoch"]?.integerValue } == [1, 2, 3, 4, 5])
        #expect(whole["has_more"] == .bool(false))
        #expect(whole["next"] == .null)
        let page = try service.get("/v1/jobs/\(id)/epochs?after=1&limit=2").json()
        #expect(page["data"]?.items.compactMap { $0["epoch"]?.integerValue } == [2, 3])
        #expect(page["has_more"] == .bool(true))
        #expect(page["next"] == .integer(3))
        #expect(try service.get("/v1/jobs/\(id)/epochs?after=3&limit=2").json()["has_more"] == .bool(false))
    }

    @Test func epochsComeAsATable() throws {
        let service = try TestService()
        let id = try service.finished(epochs: 3).id
        let reply = try service.get("/v1/jobs/\(id)/epochs", ["Accept": "text/csv"])
        #expect(reply.fields["content-type"]?.hasPrefix("text/csv") == true)
        #expect(reply.fields["vary"] == "Accept, Accept-Encoding")
        let rows = reply.text.components(separatedBy: "\r\n").filter { !$0.isEmpty }
        #expect(rows.count == 4)
        #expect(rows[0].hasPrefix("epoch,step,time"))
        #expect(rows.dropFirst().map { $0.prefix(2) } == ["1,", "2,", "3,"])
    }

    @Test func anUnknownTypeOrLimitIsSaid() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        #expect(try service.get("/v1/jobs/\(id)/epochs", ["Accept": "text/html"]).status == 406)
        #expect(try service.get("/v1/jobs/\(id)/epochs?limit=1001").status == 400)
        #expect(try service.get("/v1/jobs/\(id)/epochs").json()["data"] == .array([]))
    }
}
