import Testing

@testable import HTTP

@Suite struct RequestTargetTests {
    @Test func segmentsAndQueryAreDecoded() throws {
        let target = try RequestTarget("/v1/a%2Fb/%C3%A9?x=1&x=a+b%2B&y&=z&metadata[k]=v%3D")
        #expect(target.path == "/v1/a%2Fb/%C3%A9")
        #expect(target.segments == ["v1", "a/b", "é"])
        #expect(
            target.query == [
                QueryItem(name: "x", value: "1"), QueryItem(name: "x", value: "a b+"),
                QueryItem(name: "y", value: ""), QueryItem(name: "", value: "z"),
                QueryItem(name: "metadata[k]", value: "v="),
            ])
    }

    @Test func emptySegmentsStay() throws {
        #expect(try RequestTarget("/").segments == [])
        #expect(try RequestTarget("/a/").segments == ["a", ""])
        #expect(try RequestTarget("//a").segments == ["", "a"])
    }

    @Test func badEncodingsAreRefusedWithWhatWasFound() {
        for (text, found) in [
            ("/%", "'%'"), ("/%4", "'%4'"), ("/a%zz", "'%zz'"), ("/?a=%g1", "'%g1'"), ("/%FF", "not UTF-8"),
            ("/%C3", "not UTF-8"), ("/%C0%80", "not UTF-8"), ("/?%ED%A0%80", "not UTF-8"), ("/a%00", "NUL"),
            ("/?a=%00", "NUL"),
        ] {
            do {
                let target = try RequestTarget(text)
                Issue.record("\(text) became \(target)")
            } catch {
                #expect(error.status == .badRequest)
                #expect(error.detail.contains(found), "\(text): \(error.detail)")
            }
        }
    }
}
