import HTTP
import Specification
import Testing

@testable import HTTPAPI

@Suite struct QueryReaderTests {
    private func reader(_ items: [(String, String)]) -> QueryReader {
        QueryReader(
            Request(method: .get, path: "/", query: items.map { QueryItem(name: $0.0, value: $0.1) }))
    }

    private func detail(_ reader: QueryReader) -> String? {
        do {
            try reader.finish()
            return nil
        } catch {
            return error.detail
        }
    }

    @Test func allFaultsAreSaidAtOnce() {
        var query = reader([
            ("limit", "0"), ("follow", "yes"), ("state", "done"), ("after", "1"), ("after", "2"),
            ("colour", "red"),
        ])
        let limit = query.integer("limit", in: 1...100)
        #expect(limit == nil)
        let follows = query.flag("follow", default: true)
        #expect(follows)
        let state = query.choice("state", of: JobState.self)
        #expect(state == nil)
        _ = query.string("after")
        #expect(
            detail(query) == """
                'limit' is '0'; a whole number from 1 to 100 is allowed. 'follow' is 'yes'; true or false is allowed. \
                'state' is 'done'; one of queued, starting, running, pausing, paused, cancelling, succeeded, failed, \
                cancelled, expired is allowed. 'after' is given 2 times; it may be given once. 'colour' is unknown \
                here; limit, follow, state, after are allowed.
                """)
    }

    @Test func aQueryWhereNoneIsAllowedIsSaid() {
        #expect(detail(reader([("a", "")])) == "'a' is unknown here; none is allowed.")
    }

    @Test func membersAreReadByKey() {
        var query = reader([("metadata[team]", "vision"), ("metadata[\u{1F3FB}]", "x")])
        let members = query.members("metadata")
        #expect(members == ["team": "vision", "\u{1F3FB}": "x"])
        #expect(detail(query) == nil)
    }

    @Test(arguments: [
        "metadata[]", "metadata[a][b]", "metadata", "metadata[",
        "metadata[\(String(repeating: "k", count: 65))]",
    ])
    func malformedMembersAreFaults(_ name: String) {
        var query = reader([(name, "v")])
        _ = query.members("metadata")
        #expect(detail(query)?.contains("'\(name)' is") == true)
    }

    @Test(arguments: ["+1", " 1", "1 ", "1.0", "0x1", "", "99999999999999999", "١"])
    func onlyPlainDigitsAreANumber(_ text: String) {
        #expect(QueryReader.digits(text) == nil)
    }
}
